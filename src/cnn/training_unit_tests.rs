//! The fused units against LibTorch's own operations, in 64 bits.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
