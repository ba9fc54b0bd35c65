//! A network camera against servers that cut the line, lie about boundaries and lengths, and stop.

use super::*;
use crate::{CameraFeed, FeedState, Patience};
use photo::{Picture, encode_jpeg};
use std::io::{BufRead, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};
use std::thread::JoinHandle;

const DEADLINE: Duration = Duration::from_secs(60);
const OK: &str =
    "HTTP/1.1 200 OK\r\nContent-Type: multipart/x-mixed-replace; boundary=frame\r\n\r\n";

fn jpeg(grey: u8) -> Vec<u8> {
    encode_jpeg(&Picture::filled(32, 24, [grey; 3]), 90).unwrap()
}

fn part(boundary: &str, content: &[u8]) -> Vec<u8> {
    let head = format!(
        "--{boundary}\r\nContent-Type: image/jpeg\r\nContent-Length: {}\r\n\r\n",
        content.len()
    );
    [head.as_bytes(), content, b"\r\n"].concat()
}

/// A server that gives each connection the next of these answers and then closes it; its requests
/// come back when it ends.
fn server(answers: Vec<Vec<u8>>) -> (String, JoinHandle<Vec<String>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let thread = base::threads::start("test", move || {
        answers
            .into_iter()
            .map(|answer| {
                let (mut stream, _) = listener.accept().unwrap();
                let request = request_of(&stream);
                // The camera may have left before everything is written.
                let _ = stream.write_all(&answer);
                request
            })
            .collect()
    });
    (format!("{address}/video"), thread.unwrap())
}

/// As the till does, but for a machine that is busy with other things.
fn open(url: &str) -> Result<Box<dyn Camera>, CameraError> {
    open_within(DEADLINE, url)
}

fn request_of(stream: &TcpStream) -> String {
    let lines = std::io::BufReader::new(stream).lines().map(Result::unwrap);
    lines.take_while(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

fn grey_of(frame: &Frame) -> u8 {
    frame.picture().unwrap().rgb()[0]
}

fn close(a: u8, b: u8) -> bool {
    a.abs_diff(b) < 4
}

#[test]
fn frames_come_with_and_without_lengths_and_name_and_password_go_along() {
    let without_length =
        [b"--frame\r\n\r\n".to_vec(), jpeg(90), b"\r\n--frame\r\n".to_vec()].concat();
    let answer = [OK.as_bytes().to_vec(), part("frame", &jpeg(30)), without_length].concat();
    let (address, thread) = server(vec![answer]);
    let mut camera = open(&format!("http://till:pass%20word@{address}")).unwrap();
    assert!(camera.name().starts_with("127.0.0.1:"));
    let (first, second) = (camera.next_frame().unwrap(), camera.next_frame().unwrap());
    assert!(close(grey_of(&first), 30) && close(grey_of(&second), 90));
    assert_eq!((first.number(), second.number()), (0, 1));
    let request = thread.join().unwrap().remove(0);
    assert!(request.starts_with("GET /video HTTP/1.1"), "{request}");
    // "till:pass word" in base 64.
    assert!(
        request.to_lowercase().contains("authorization: basic dglsbdpwyxnzihdvcmq="),
        "{request}"
    );
    assert!(!request.contains("pass%20word"), "{request}");
}

#[test]
fn a_boundary_that_was_not_announced_does_no_harm() {
    let answer = [OK.as_bytes().to_vec(), b"\r\n".to_vec(), part("other one", &jpeg(60))].concat();
    let (address, thread) = server(vec![answer]);
    let mut camera = open(&format!("http://{address}")).unwrap();
    assert!(close(grey_of(&camera.next_frame().unwrap()), 60));
    thread.join().unwrap();
}

#[test]
fn a_chunked_answer_is_read() {
    let part = part("frame", &jpeg(70));
    let head = OK.replace("\r\n\r\n", "\r\nTransfer-Encoding: chunked\r\n\r\n");
    let mut answer = head.into_bytes();
    for chunk in part.chunks(100) {
        answer.extend(format!("{:x}\r\n", chunk.len()).bytes());
        answer.extend(chunk);
        answer.extend(b"\r\n");
    }
    answer.extend(b"0\r\n\r\n");
    let (address, thread) = server(vec![answer]);
    let mut camera = open(&format!("http://{address}")).unwrap();
    assert!(close(grey_of(&camera.next_frame().unwrap()), 70));
    thread.join().unwrap();
}

#[test]
fn a_cut_connection_is_an_error_and_not_half_a_picture() {
    let whole = part("frame", &jpeg(30));
    let answer = [OK.as_bytes(), &whole[..whole.len() - 40]].concat();
    let (address, thread) = server(vec![answer]);
    let mut camera = open(&format!("http://{address}")).unwrap();
    let error = camera.next_frame().unwrap_err();
    assert!(matches!(error, CameraError::Stopped { .. }), "{error}");
    thread.join().unwrap();
}

#[test]
fn a_truncated_picture_is_a_broken_frame_and_the_next_one_comes() {
    let cut = &jpeg(30)[..300];
    let answer = [OK.as_bytes().to_vec(), part("frame", cut), part("frame", &jpeg(90))].concat();
    let (address, thread) = server(vec![answer]);
    let mut camera = open(&format!("http://{address}")).unwrap();
    let broken = camera.next_frame().unwrap().picture();
    assert!(matches!(broken, Err(CameraError::BrokenFrame { .. })), "{broken:?}");
    assert!(close(grey_of(&camera.next_frame().unwrap()), 90));
    thread.join().unwrap();
}

#[test]
fn a_huge_picture_is_refused() {
    let head = b"--frame\r\nContent-Length: 4000000000\r\n\r\n";
    let (address, thread) = server(vec![[OK.as_bytes(), head].concat()]);
    let mut camera = open(&format!("http://{address}")).unwrap();
    let error = camera.next_frame().unwrap_err();
    assert!(error.to_string().contains("4000000000"), "{error}");
    thread.join().unwrap();
}

fn refusal(url: &str) -> String {
    open(url).err().unwrap().to_string()
}

#[test]
fn what_does_not_work_is_said_plainly() {
    let (address, thread) = server(vec![
        b"HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n".to_vec(),
        b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n".to_vec(),
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 2\r\n\r\nhi".to_vec(),
    ]);
    for said in ["name and password", "no stream at this path", "text/html"] {
        let refusal = refusal(&format!("http://a:secret@{address}"));
        assert!(refusal.contains(said) && !refusal.contains("secret"), "{refusal}");
    }
    thread.join().unwrap();
    assert!(refusal("https://camera/video").contains("https"));
    assert!(refusal("camera/video").contains("http://"));
    assert!(refusal("http:///video").contains("host"));
    // Port 9 on this machine: nobody listens there.
    assert!(refusal("http://a:secret@127.0.0.1:9/").contains("127.0.0.1:9"));
}

struct Watched {
    feed: CameraFeed,
    woken: Receiver<()>,
}

impl Watched {
    fn start(url: String) -> Self {
        let (wake, woken) = channel();
        let wake = std::sync::Mutex::new(wake);
        let connect = move || open(&url);
        let wake = Arc::new(move || _ = wake.lock().unwrap().send(()));
        Self { feed: CameraFeed::start(Box::new(connect), wake, Patience::SCRIPTED), woken }
    }

    fn wait_until(&self, what: &str, is_so: impl Fn(&CameraFeed) -> bool) {
        while !is_so(&self.feed) {
            let woken = self.woken.recv_timeout(DEADLINE);
            assert!(woken.is_ok(), "never: {what}; {:?}", self.feed.state());
        }
    }
}

#[test]
fn after_a_cut_the_feed_connects_again_by_itself() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let (go_on, goes_on) = channel::<()>();
    let thread = base::threads::start("test", move || {
        for grey in [30, 90] {
            let (mut stream, _) = listener.accept().unwrap();
            request_of(&stream);
            stream.write_all(&[OK.as_bytes(), &part("frame", &jpeg(grey))].concat()).unwrap();
            goes_on.recv_timeout(DEADLINE).unwrap(); // then the line is cut
        }
    });
    let watched = Watched::start(format!("http://{address}/"));
    let shows = |feed: &CameraFeed, grey| feed.latest().is_some_and(|f| close(grey_of(&f), grey));
    watched.wait_until("the first picture", |feed| shows(feed, 30));
    go_on.send(()).unwrap();
    watched.wait_until("the cut", |feed| matches!(feed.state(), FeedState::Lost { .. }));
    watched.wait_until("the second picture", |feed| shows(feed, 90));
    go_on.send(()).unwrap();
    thread.unwrap().join().unwrap();
}

#[test]
fn names_and_passwords_are_taken_out_of_the_address() {
    let parse = |url| Target::parse(url).unwrap();
    assert_eq!(parse("http://cam/v?q=a@b").url, "http://cam/v?q=a@b");
    assert_eq!(parse("http://cam/v?q=a@b").authorization, None);
    assert_eq!(parse("HTTP://me@cam:80").url, "http://cam:80");
    assert_eq!(parse("http://me@cam").authorization.unwrap(), "Basic bWU6");
    assert_eq!(unescaped("a%2Fb%zz%4"), b"a/b%zz%4");
}
