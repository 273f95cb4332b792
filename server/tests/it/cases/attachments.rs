//! Files of a case: what goes in comes out, and what could do harm does not go in.

use lingke_platform::config::Config;
use reqwest::Method;
use reqwest::multipart::{Form, Part};
use serde_json::{Value, json};

use crate::house::desk::{case, id_of};
use crate::house::person::Answered;
use crate::house::{House, Person, for_both};

for_both!(
    a_file_comes_out_as_it_went_in,
    a_large_file_is_streamed_and_one_too_large_refused,
    what_could_do_harm_is_refused_by_its_content,
    a_name_leads_out_of_no_folder,
    a_form_that_is_none_is_refused,
    the_same_content_is_kept_once,
    an_attachment_is_seen_by_who_sees_the_case,
);

async fn upload(person: &Person, id: &str, name: &str, bytes: Vec<u8>) -> Answered {
    let form = Form::new().part("file", Part::bytes(bytes).file_name(name.to_owned()));
    Person::send(person.request(Method::POST, &format!("/cases/{id}/attachments")).multipart(form)).await
}

async fn download(person: &Person, id: &str, attachment: &str) -> reqwest::Response {
    let request = person.request(Method::GET, &format!("/cases/{id}/attachments/{attachment}"));
    request.send().await.unwrap()
}

/// So many bytes that do not repeat, beginning as a PDF.
fn pdf(length: usize) -> Vec<u8> {
    let mut state = 42_u64;
    let noise = std::iter::repeat_with(move || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as u8
    });
    b"%PDF-1.7\n".iter().copied().chain(noise).take(length).collect()
}

async fn a_file_comes_out_as_it_went_in(house: House) {
    let agent = house.person("agent");
    let id = agent.opens(case("complaint")).await;
    let bytes = pdf(700_001);
    let added = upload(&agent, &id, "交易凭证 (1).pdf", bytes.clone()).await.expect(201).json();
    assert_eq!(
        (&added["name"], &added["media_type"], &added["size"]),
        (&json!("交易凭证 (1).pdf"), &json!("application/pdf"), &json!(700_001))
    );
    assert_eq!(added["added_by"]["id"], house.staff("agent").await);
    let answered = download(&agent, &id, &id_of(&added)).await;
    assert_eq!(answered.status(), 200);
    let header = |name: &str| {
        answered.headers().get(name).map(|value| value.to_str().unwrap().to_owned()).unwrap_or_default()
    };
    assert_eq!(
        (header("content-type").as_str(), header("content-length").as_str()),
        ("application/pdf", "700001")
    );
    let disposition = header("content-disposition");
    let expected = "attachment; filename*=UTF-8''%E4%BA%A4%E6%98%93%E5%87%AD%E8%AF%81%20%281%29.pdf";
    assert_eq!(disposition, expected);
    assert_eq!(header("x-content-type-options"), "nosniff");
    assert!(answered.bytes().await.unwrap() == bytes);
    let shown = agent.case(&id).await;
    assert_eq!(shown["attachments"], json!([added]));
    let told = house.particulars("attachment_added", &id).await;
    assert_eq!(told, [json!({ "attachment_id": added["id"], "sha256": added["sha256"], "size": 700_001 })]);
}

async fn a_large_file_is_streamed_and_one_too_large_refused(house: House) {
    let limit = 8 * 1024 * 1024;
    let config = Config { attachment_bytes_max: limit as u64, ..house.ground.config() };
    let house = house.restarted_with(config, lingke::wiring::WIRING).await;
    let agent = house.person("agent");
    let id = agent.opens(case("complaint")).await;
    let bytes = pdf(limit);
    let whole = bytes.clone();
    // In pieces, and its length not told.
    let pieces = futures::stream::iter(
        bytes.chunks(65_537).map(|piece| Ok::<_, std::io::Error>(piece.to_vec())).collect::<Vec<_>>(),
    );
    let part = Part::stream(reqwest::Body::wrap_stream(pieces)).file_name("录音.pdf");
    let request = agent
        .request(Method::POST, &format!("/cases/{id}/attachments"))
        .multipart(Form::new().part("file", part));
    let added = Person::send(request).await.expect(201).json();
    let mut answered = download(&agent, &id, &id_of(&added)).await;
    let (mut read, mut largest) = (Vec::new(), 0);
    while let Some(piece) = answered.chunk().await.unwrap() {
        largest = largest.max(piece.len());
        read.extend_from_slice(&piece);
    }
    assert!(read == whole);
    assert!(largest <= 1024 * 1024, "it comes in pieces, not as one of {largest}");
    let refused = upload(&agent, &id, "大.pdf", pdf(limit + 1)).await.expect(413);
    assert_eq!(
        (refused.code().as_str(), &refused.json()["params"]["bytes_max"]),
        ("file_too_large", &json!(limit))
    );
    assert_eq!((house.count("case_attachments").await, house.count("files").await), (1, 1));
    let left = std::fs::read_dir(house.ground.dir())
        .unwrap()
        .filter(|one| one.as_ref().unwrap().file_name().to_string_lossy().starts_with(".spool"));
    assert_eq!(left.count(), 0, "nothing is left on the disk");
}

async fn what_could_do_harm_is_refused_by_its_content(house: House) {
    let agent = house.person("agent");
    let id = agent.opens(case("complaint")).await;
    let harmful: [(&str, &[u8]); 6] = [
        ("凭证.pdf", b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x03\0>\0\x01\0\0\0"),
        ("照片.png", b"MZ\x90\0\x03\0\0\0\x04\0\0\0\xff\xff\0\0\xb8\0\0\0"),
        ("说明.txt", b"<!DOCTYPE html><html><script>alert(1)</script></html>"),
        (
            "图.png",
            b"<?xml version=\"1.0\"?><svg xmlns=\"http://www.w3.org/2000/svg\"><script>1</script></svg>",
        ),
        ("脚本.txt", b"#!/bin/sh\nrm -rf /\n"),
        ("数据.pdf", b"\x01\x02\x03\x04\x05\x06"),
    ];
    for (name, bytes) in harmful {
        let refused = upload(&agent, &id, name, bytes.to_vec()).await.expect(422);
        assert_eq!(refused.code(), "file_type_refused", "{name}: {}", refused.text);
        assert!(refused.json()["params"]["media_type"].is_string());
    }
    let empty = upload(&agent, &id, "空.txt", vec![]).await.expect(422);
    assert_eq!(empty.field(), ("file".into(), "too_short".into()));
    assert_eq!(house.count("case_attachments").await + house.count("files").await, 0);
    let fine: [(&str, &[u8], &str); 3] = [
        ("a", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "image/png"),
        ("b.exe", "只是文字，共一行".as_bytes(), "text/plain"),
        ("c", b"PK\x03\x04\x14\0\0\0\x08\0", "application/zip"),
    ];
    for (name, bytes, media_type) in fine {
        let added = upload(&agent, &id, name, bytes.to_vec()).await.expect(201).json();
        assert_eq!(added["media_type"], media_type, "what it is, not what it is called");
    }
}

async fn a_name_leads_out_of_no_folder(house: House) {
    let agent = house.person("agent");
    let id = agent.opens(case("complaint")).await;
    let names = [
        ("../../etc/passwd", "passwd"),
        ("C:\\temp\\凭证.pdf", "凭证.pdf"),
        ("evil\u{202e}fdp.exe", "evil_fdp.exe"),
        ("..", "file"),
        ("a<b>|c?.txt", "a_b__c_.txt"),
    ];
    for (given, expected) in names {
        let added = upload(&agent, &id, given, b"text".to_vec()).await.expect(201).json();
        assert_eq!(added["name"], expected, "{given:?}");
        let answered = download(&agent, &id, &id_of(&added)).await;
        let disposition = answered.headers()["content-disposition"].to_str().unwrap().to_owned();
        assert!(
            disposition.is_ascii() && !disposition.contains('/') && !disposition.contains('"'),
            "{disposition}"
        );
    }
    let long =
        upload(&agent, &id, &format!("{}.pdf", "长".repeat(400)), b"text".to_vec()).await.expect(201).json();
    assert!(long["name"].as_str().unwrap().chars().count() <= 150);
    let journal = house.whole_journal().await;
    assert!(!journal.contains("passwd") && !journal.contains("凭证"));
}

async fn a_form_that_is_none_is_refused(house: House) {
    let agent = house.person("agent");
    let id = agent.opens(case("complaint")).await;
    let path = format!("/cases/{id}/attachments");
    let other = Form::new().text("note", "no file");
    let refused = Person::send(agent.request(Method::POST, &path).multipart(other)).await.expect(422);
    assert_eq!(refused.field(), ("file".into(), "missing".into()));
    let empty = Person::send(agent.request(Method::POST, &path).multipart(Form::new())).await;
    assert!(matches!(empty.status, 400 | 422), "{}", empty.text);
    let json = agent.post(&path, &json!({ "file": "x" })).await;
    assert!(matches!(json.status, 400 | 415 | 422), "{}: {}", json.status, json.text);
    assert!(!json.code().is_empty(), "also this is a problem with a code: {}", json.text);
    for (media_type, body) in [
        ("multipart/form-data", "x"),
        ("multipart/form-data; boundary=b", "x"),
        (
            "multipart/form-data; boundary=b",
            "--b\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\nabc",
        ),
    ] {
        let request = agent.request(Method::POST, &path).header("content-type", media_type).body(body);
        let broken = Person::send(request).await;
        assert!(matches!(broken.status, 400 | 422), "{media_type}: {}", broken.text);
        assert!(!broken.code().is_empty(), "{media_type}: {}", broken.text);
    }
    assert_eq!(house.count("case_attachments").await, 0);
}

async fn the_same_content_is_kept_once(house: House) {
    let agent = house.person("agent");
    let (one, two) = (agent.opens(case("complaint")).await, agent.opens(case("complaint")).await);
    let bytes = pdf(300_000);
    let uploads = [(&one, "甲.pdf"), (&two, "乙.pdf"), (&one, "丙.pdf"), (&two, "丁.pdf")];
    let all = uploads.map(|(id, name)| upload(&agent, id, name, bytes.clone()));
    let added: Vec<Value> =
        futures::future::join_all(all).await.into_iter().map(|one| one.expect(201).json()).collect();
    assert!(added.iter().all(|one| one["sha256"] == added[0]["sha256"]));
    assert_eq!(
        (house.count("files").await, house.count("file_chunks").await, house.count("case_attachments").await),
        (1, 2, 4)
    );
    for (one, (id, name)) in added.iter().zip(uploads) {
        assert_eq!(one["name"], name);
        assert!(download(&agent, id, &id_of(one)).await.bytes().await.unwrap() == bytes);
    }
}

async fn an_attachment_is_seen_by_who_sees_the_case(house: House) {
    let agent = house.person("agent");
    let (one, two) = (agent.opens(case("complaint")).await, agent.opens(case("complaint")).await);
    let added = id_of(&upload(&agent, &one, "a.txt", b"text".to_vec()).await.expect(201).json());
    for (login, status) in
        [("colleague", 200), ("quality", 200), ("branch_agent", 404), ("department", 404), ("admin", 403)]
    {
        assert_eq!(download(&house.person(login), &one, &added).await.status(), status, "{login}");
    }
    assert_eq!(download(&house.nobody(), &one, &added).await.status(), 401);
    assert_eq!(download(&agent, &two, &added).await.status(), 404, "it belongs to the other case");
    upload(&house.person("branch_agent"), &one, "a.txt", b"text".to_vec()).await.expect(404);
    upload(&house.person("quality"), &one, "a.txt", b"text".to_vec()).await.expect(403);
    assert_eq!(house.count("case_attachments").await, 1);
}
