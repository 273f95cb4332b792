//! A small house of named people around one node with a database of its own.
//!
//! A story is an `async fn` that takes a [`House`]; [`for_both!`] makes one test of it for each database.

pub(crate) mod desk;
pub(crate) mod ground;
pub(crate) mod people;
pub(crate) mod person;
pub(crate) mod post;

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use futures::{FutureExt, StreamExt, stream};
use lingke_platform::config::Config;
use lingke_platform::journal::{sealer, verify};
use lingke_platform::node::{Node, Wiring};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

pub(crate) use ground::{Database, Ground};
pub(crate) use person::Person;

/// Makes two tests of each story: `story::sqlite` and `story::postgres`. Before `=>` may stand who tells them, as it is
/// called from a module of their own; else it is [`tell`].
macro_rules! for_both {
    ($($story:ident),* $(,)?) => {
        crate::house::for_both!(crate::house::tell => $($story),*);
    };
    ($teller:path => $($story:ident),* $(,)?) => {$(
        mod $story {
            #[tokio::test(flavor = "multi_thread", worker_threads = 4)]
            async fn sqlite() {
                $teller(crate::house::Database::Sqlite, super::$story).await;
            }
            #[tokio::test(flavor = "multi_thread", worker_threads = 4)]
            async fn postgres() {
                $teller(crate::house::Database::Postgres, super::$story).await;
            }
        }
    )*};
}
pub(crate) use for_both;

/// Makes a house, tells the story in it, and clears away whatever the end.
pub(crate) async fn tell<Fut: Future<Output = ()>>(database: Database, story: impl FnOnce(House) -> Fut) {
    on_a_ground(database, |ground| async { story(House::built(ground).await).await }).await;
}

/// Runs a story on an empty database of its own, and clears away whatever the end.
pub(crate) async fn on_a_ground<Fut: Future<Output = ()>>(
    database: Database,
    story: impl FnOnce(Ground) -> Fut,
) {
    let ground = Ground::new(database).await;
    let told = std::panic::AssertUnwindSafe(story(ground.clone())).catch_unwind().await;
    ground.clear().await;
    if let Err(panic) = told {
        std::panic::resume_unwind(panic);
    }
}

/// Asks `whether` again and again until it answers something; panics after a minute.
pub(crate) async fn eventually<T>(what: &str, mut whether: impl AsyncFnMut() -> Option<T>) -> T {
    let deadline = Instant::now() + Duration::from_secs(60);
    loop {
        if let Some(found) = whether().await {
            return found;
        }
        assert!(Instant::now() < deadline, "in a minute it did not happen that {what}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// Does `each` to all, several at a time.
pub(crate) async fn for_all<T>(all: impl IntoIterator<Item = T>, each: impl AsyncFn(T)) {
    let each = &each;
    stream::iter(all).for_each_concurrent(8, |one| each(one)).await;
}

/// One node on a database, with people in it.
pub(crate) struct House {
    pub(crate) ground: Ground,
    pub(crate) node: Arc<Node>,
    pub(crate) address: SocketAddr,
    tokens: Arc<BTreeMap<&'static str, String>>,
    serving: JoinHandle<()>,
}

impl House {
    async fn built(ground: Ground) -> Self {
        let node = Node::open(ground.config(), lingke::wiring::WIRING).await.unwrap();
        lingke::wiring::prepare(&node).await.unwrap();
        let tokens = Arc::new(people::settle(&node).await);
        Self::around(ground, node, tokens).await
    }

    async fn around(ground: Ground, node: Arc<Node>, tokens: Arc<BTreeMap<&'static str, String>>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        node.start();
        let served = node.clone();
        let serving = tokio::spawn(async move {
            lingke::commands::serve::serve(&served, listener).await.unwrap();
        });
        Self { ground, node, address, tokens, serving }
    }

    /// One more node on the same database.
    pub(crate) async fn another(&self) -> Self {
        self.another_with(self.ground.config(), lingke::wiring::WIRING).await
    }

    /// One more node with its own settings and wiring.
    pub(crate) async fn another_with(&self, config: Config, wiring: Wiring) -> Self {
        let node = Node::open(config, wiring).await.unwrap();
        Self::around(self.ground.clone(), node, self.tokens.clone()).await
    }

    /// Stops the node, as SIGTERM does.
    pub(crate) async fn stop(self) {
        self.node.stopping.cancel();
        self.serving.await.unwrap();
    }

    /// Stops the node and starts one with other settings and wiring.
    pub(crate) async fn restarted_with(self, config: Config, wiring: Wiring) -> Self {
        let (ground, tokens) = (self.ground.clone(), self.tokens.clone());
        self.stop().await;
        let node = Node::open(config, wiring).await.unwrap();
        Self::around(ground, node, tokens).await
    }

    /// Stops the node and starts it again.
    pub(crate) async fn restarted(self) -> Self {
        let config = self.ground.config();
        self.restarted_with(config, lingke::wiring::WIRING).await
    }

    /// A program with the rights of `login`.
    pub(crate) fn person(&self, login: &str) -> Person {
        let token = self.tokens.get(login).unwrap_or_else(|| panic!("nobody here is called {login}"));
        Person::new(self.address, Some(token))
    }

    /// A stranger.
    pub(crate) fn nobody(&self) -> Person {
        Person::new(self.address, None)
    }

    /// Waits until every event is sealed; answers the head.
    pub(crate) async fn sealed(&self) -> sealer::Head {
        eventually("all events are sealed", async || {
            let waiting = verify::unsealed(self.node.db.read()).await.ok()?;
            if waiting > 0 {
                return None;
            }
            sealer::head(self.node.db.read()).await.ok()
        })
        .await
    }

    /// Recomputes the chain; the first bad entry, if any.
    pub(crate) async fn first_bad(&self) -> Option<i64> {
        let noted = verify::read_noted(&self.node.db, &self.node.config.data_dir).await.unwrap();
        let verdict = verify::verify(&self.node.db, None, &noted).await.unwrap();
        verdict.bad.map(|bad| bad.seq)
    }
}
