//! Somebody who makes requests, and what they are answered.

use std::net::SocketAddr;

use reqwest::header::HeaderMap;
use reqwest::{Client, Method, RequestBuilder};
use serde_json::{Value, json};

/// A client with or without credentials.
#[derive(Clone)]
pub(crate) struct Person {
    http: Client,
    base: String,
    token: Option<String>,
}

/// An answer, read to its end.
#[derive(Debug, Clone)]
pub(crate) struct Answered {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) text: String,
}

impl Answered {
    /// The body as JSON; null when it is none.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or(Value::Null)
    }
    /// The problem's code.
    pub(crate) fn code(&self) -> String {
        self.json()["code"].as_str().unwrap_or_default().to_owned()
    }
    /// The first field that could not be taken, and why.
    pub(crate) fn field(&self) -> (String, String) {
        let first = &self.json()["errors"][0];
        let text = |name: &str| first[name].as_str().unwrap_or_default().to_owned();
        (text("field"), text("code"))
    }
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }
    /// Panics unless the status is `status`.
    #[track_caller]
    pub(crate) fn expect(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{}", self.text);
        self
    }
}

impl Person {
    pub(crate) fn new(address: SocketAddr, token: Option<&str>) -> Self {
        let http = Client::builder().no_proxy().build().unwrap();
        Self { http, base: format!("http://{address}"), token: token.map(str::to_owned) }
    }

    /// The same person at another node.
    pub(crate) fn at(&self, address: SocketAddr) -> Self {
        Self { base: format!("http://{address}"), ..self.clone() }
    }

    /// A request to `path`, which begins with a slash; below `/api/v1` unless it says so itself.
    pub(crate) fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let below_api = ["/api", "/healthz", "/readyz", "/metrics", "/openapi.json"];
        let whole = below_api.iter().any(|start| path.starts_with(start));
        let prefix = if whole { "" } else { "/api/v1" };
        let request = self.http.request(method, format!("{}{prefix}{path}", self.base));
        match &self.token {
            Some(token) => request.bearer_auth(token),
            None => request,
        }
    }

    /// Sends; an error when the connection broke.
    pub(crate) async fn try_send(request: RequestBuilder) -> Result<Answered, reqwest::Error> {
        let response = request.send().await?;
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        Ok(Answered { status, headers, text: response.text().await? })
    }

    pub(crate) async fn send(request: RequestBuilder) -> Answered {
        Self::try_send(request).await.expect("the server answers")
    }

    pub(crate) async fn get(&self, path: &str) -> Answered {
        Self::send(self.request(Method::GET, path)).await
    }

    pub(crate) async fn post(&self, path: &str, body: &Value) -> Answered {
        Self::send(self.request(Method::POST, path).json(body)).await
    }

    pub(crate) async fn post_once(&self, path: &str, key: &str, body: &Value) -> Answered {
        Self::send(self.request(Method::POST, path).header("idempotency-key", key).json(body)).await
    }

    /// Adds a product with this code.
    pub(crate) async fn add_product(&self, code: &str) -> Answered {
        self.post("/products", &product(code)).await
    }

    /// All products, over all pages.
    pub(crate) async fn products(&self) -> Vec<Value> {
        let (mut all, mut cursor) = (Vec::new(), String::new());
        loop {
            let page = self.get(&format!("/products?limit=200&cursor={cursor}")).await.expect(200).json();
            all.extend(page["items"].as_array().unwrap().clone());
            let Some(next) = page["next"].as_str() else { return all };
            cursor = next.to_owned();
        }
    }
}

/// A new product with this code.
pub(crate) fn product(code: &str) -> Value {
    json!({ "code": code, "name": format!("产品 {code}"), "category": "loan" })
}
