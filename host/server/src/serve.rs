//! The server and its workers, until it is told to stop.

use std::net::SocketAddr;
use std::time::Duration;

use axum::Router;
use preau_domain::text;
use preau_policy::{House, gate};
use tokio::net::TcpListener;

use crate::say;

/// How often ended sessions are swept.
const SWEEP: Duration = Duration::from_secs(600);

/// Serves until SIGINT or SIGTERM, then lets requests end and tells the centre where journals stand.
///
/// # Errors
/// The address is taken, or the network fails.
pub async fn serve(listen: SocketAddr, house: House, router: Router) -> anyhow::Result<()> {
    let listener = TcpListener::bind(listen).await?;
    say(text!("server-listening", address = listener.local_addr()?.to_string()));
    let sweeper = tokio::spawn(sweep(house.clone()));
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    axum::serve(listener, service).with_graceful_shutdown(stopped()).await?;
    sweeper.abort();
    house.flush().await?;
    Ok(())
}

async fn stopped() {
    let interrupt = tokio::signal::ctrl_c();
    let Ok(mut terminate) = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) else {
        drop(interrupt.await);
        return;
    };
    tokio::select! {
        _ = interrupt => {}
        _ = terminate.recv() => {}
    }
}

async fn sweep(house: House) {
    loop {
        tokio::time::sleep(SWEEP).await;
        let Ok(tenants) = house.tenants().await else { continue };
        for (slug, _) in tenants {
            if let Ok(Some(door)) = house.door(&slug).await
                && let Err(error) = gate::sweep(&door).await
            {
                tracing::error!(%slug, %error, "sessions could not be swept");
            }
        }
    }
}
