//! A camera on the network: Motion JPEG over HTTP, as phones and IP cameras send it.
//!
//! Tried against servers of this program's own tests, which misbehave in every way they know; no
//! real camera was at hand.

use std::io::BufReader;
use std::time::{Duration, Instant};

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use ureq::{Agent, BodyReader};

use super::camera::{Camera, CameraError, Frame};
use super::camera_address::host_in;
use super::multipart::Multipart;
use photo::decode_motion_jpeg;

/// How long to wait for a connection, for the answer's head, and for each read after it. The feed
/// calls a camera silent sooner; this makes the abandoned reader end.
const PATIENCE: Duration = Duration::from_secs(5);

/// Large enough that a frame comes in a few reads.
const BUFFER: usize = 64 << 10;

/// Opens the stream at `url`, such as `http://name:password@192.168.0.7:8080/video`.
///
/// # Errors
/// [`CameraError::CannotStart`] if nothing answers there, if name or password are refused, or if
/// the answer is no stream of pictures. Messages name the host alone.
pub fn open_network_camera(url: &str) -> Result<Box<dyn Camera>, CameraError> {
    open_within(PATIENCE, url)
}

fn open_within(patience: Duration, url: &str) -> Result<Box<dyn Camera>, CameraError> {
    let host = host_in(url).to_owned();
    let not_started = |reason: String| CameraError::NoStream { camera: host.clone(), reason };
    let target = Target::parse(url).map_err(|reason| not_started(reason.to_owned()))?;
    let agent: Agent = Agent::config_builder()
        .timeout_resolve(Some(patience))
        .timeout_connect(Some(patience))
        .timeout_recv_response(Some(patience))
        .timeout_per_read(Some(patience))
        .proxy(None) // a camera stands in the shop, not behind the proxy to the world
        .build()
        .into();
    let mut request = agent.get(&target.url);
    if let Some(authorization) = &target.authorization {
        request = request.header("Authorization", authorization);
    }
    let response = request.call().map_err(|error| not_started(reason_of(&error)))?;
    let kind = response.headers().get("content-type").and_then(|kind| kind.to_str().ok());
    if let Some(kind) = kind.filter(|kind| kind.trim_start().starts_with("text/")) {
        return Err(not_started(format!("it answers with {kind}, not with a stream of pictures")));
    }
    let body = BufReader::with_capacity(BUFFER, response.into_body().into_reader());
    Ok(Box::new(NetworkCamera { host, parts: Multipart::new(body), number: 0 }))
}

/// An address without its name and password, which go into a header (RFC 7617).
#[derive(Debug, PartialEq, Eq)]
struct Target {
    url: String,
    authorization: Option<String>,
}

impl Target {
    fn parse(url: &str) -> Result<Self, &'static str> {
        let url = url.trim();
        let lower = url.to_ascii_lowercase();
        if lower.starts_with("https://") {
            return Err("encrypted streams (https) are not read; use the camera's http address");
        }
        let Some(rest) = lower.starts_with("http://").then(|| url.get(7..)).flatten() else {
            return Err("its address must begin with http://");
        };
        let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
        let (authority, path) = rest.split_at(end);
        let (user, host) = match authority.rsplit_once('@') {
            Some((user, host)) => (Some(user), host),
            None => (None, authority),
        };
        if host.is_empty() {
            return Err("its address names no host");
        }
        let authorization = user.map(|user| {
            let plain: Vec<u8> = match user.split_once(':') {
                Some((name, word)) => [unescaped(name), unescaped(word)].join(&b':'),
                None => [unescaped(user), Vec::new()].join(&b':'),
            };
            format!("Basic {}", BASE64_STANDARD.encode(plain))
        });
        Ok(Self { url: format!("http://{host}{path}"), authorization })
    }
}

/// Undoes the percent-encoding of RFC 3986; what is not well formed stays as it is.
fn unescaped(text: &str) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let escaped = (*first == b'%').then(|| after.split_at_checked(2)).flatten().and_then(
            |(digits, after)| {
                let digits = std::str::from_utf8(digits).ok()?;
                Some((u8::from_str_radix(digits, 16).ok()?, after))
            },
        );
        let (byte, after) = escaped.unwrap_or((*first, after));
        bytes.push(byte);
        rest = after;
    }
    bytes
}

/// Says in plain words what went wrong, and never repeats the address with its password.
fn reason_of(error: &ureq::Error) -> String {
    match error {
        ureq::Error::StatusCode(401 | 403) => "it refuses this name and password".to_owned(),
        ureq::Error::StatusCode(404) => "it has no stream at this path".to_owned(),
        ureq::Error::StatusCode(code) => format!("it answers with HTTP status {code}"),
        ureq::Error::BadUri(_) | ureq::Error::Http(_) => "its address cannot be read".to_owned(),
        ureq::Error::HostNotFound => "no device has this name".to_owned(),
        ureq::Error::Timeout(_) => "it does not answer".to_owned(),
        ureq::Error::TlsRequired => "it wants an encrypted connection (https)".to_owned(),
        other => other.to_string(),
    }
}

struct NetworkCamera {
    host: String,
    parts: Multipart<BufReader<BodyReader<'static>>>,
    number: u64,
}

impl Camera for NetworkCamera {
    fn name(&self) -> &str {
        &self.host
    }

    fn next_frame(&mut self) -> Result<Frame, CameraError> {
        let part = self.parts.next_part().map_err(|error| CameraError::Stopped {
            camera: self.host.clone(),
            reason: error.to_string(),
        })?;
        let number = self.number;
        self.number += 1;
        let camera = self.host.clone();
        Ok(Frame::encoded(Instant::now(), number, move || {
            decode_motion_jpeg(&part, &camera).map_err(|error| CameraError::BrokenFrame {
                camera: camera.clone(),
                reason: error.to_string(),
            })
        }))
    }
}

#[cfg(test)]
#[path = "network_camera_tests.rs"]
mod tests;
