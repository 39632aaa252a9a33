//! The server: its routes, and its life from the first request to the signal that ends it.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::middleware::from_fn_with_state;
use ledger::LedgerError;
use tokio::net::TcpListener;
use tower_http::limit::RequestBodyLimitLayer;

use crate::desk::Desk;
use crate::{api, guard, pages, refresh};

/// How long those who were asking are still answered after the signal.
const GRACE: Duration = Duration::from_secs(5);

/// Why the server could not serve.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// The ledger cannot be read.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    /// The address cannot be listened at.
    #[error("{address} cannot be listened at: {source}")]
    Listen {
        /// The address.
        address: SocketAddr,
        /// What the system said.
        source: io::Error,
    },
    /// The server stopped for a fault of the system.
    #[error("the server stopped: {0}")]
    Stopped(io::Error),
}

/// All pages and the API.
pub fn router(desk: Arc<Desk>) -> Router {
    Router::new()
        .merge(api::routes())
        .merge(pages::routes())
        .fallback(pages::nowhere)
        .method_not_allowed_fallback(pages::method)
        .layer(RequestBodyLimitLayer::new(guard::BODY))
        .layer(from_fn_with_state(desk.clone(), guard::guard))
        .with_state(desk)
}

/// Serves until the process is told to end (interrupt or terminate), then answers what was asked and returns.
///
/// `ready` is told the address once requests are answered; `tell` whatever goes wrong meanwhile.
///
/// # Errors
/// The address cannot be listened at, or the system fails.
pub fn serve(
    desk: Arc<Desk>,
    address: SocketAddr,
    ready: impl FnOnce(SocketAddr),
    tell: impl Fn(String) + Clone + Send + 'static,
) -> Result<(), ServeError> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(ServeError::Stopped)?;
    let watcher = {
        let (desk, tell) = (desk.clone(), tell.clone());
        std::thread::spawn(move || {
            if let Err(error) = desk.build_index() {
                tell(format!("{error}; search is not to be had"));
            }
            refresh::watch(&desk, &tell);
        })
    };
    let served = runtime.block_on(async {
        let listener = TcpListener::bind(address).await.map_err(|source| ServeError::Listen { address, source })?;
        ready(listener.local_addr().unwrap_or(address));
        let closing = desk.clone();
        let mut told = desk.closing.subscribe();
        let until_told = async move {
            told_to_end().await;
            // Streams of changes never end of themselves.
            closing.closing.send_replace(true);
        };
        let late = async move {
            let _ = told.wait_for(|told| *told).await;
            tokio::time::sleep(GRACE).await;
        };
        let serving = axum::serve(listener, router(desk.clone())).with_graceful_shutdown(until_told);
        tokio::select! {
            served = serving => served.map_err(ServeError::Stopped),
            () = late => Ok(()),
        }
    });
    desk.closing.send_replace(true);
    runtime.shutdown_timeout(Duration::from_secs(1));
    // A collation under way is left to end by itself with the process.
    drop(watcher);
    served
}

#[cfg(unix)]
async fn told_to_end() {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = match signal(SignalKind::terminate()) {
        Ok(signal) => signal,
        Err(_) => return std::future::pending().await,
    };
    tokio::select! {
        _ = terminate.recv() => {}
        _ = tokio::signal::ctrl_c() => {}
    }
}

#[cfg(not(unix))]
async fn told_to_end() {
    let _ = tokio::signal::ctrl_c().await;
}
