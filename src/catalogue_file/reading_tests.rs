//! Tests of whole files, each of a kind, made small.
