#!/usr/bin/perl
# Prints a LemonLDAP::NG configuration (lmConf-1.json) made from the environment of start-llng.sh.
# Only what differs from LLNG's defaults is set.
use strict; use warnings; use JSON;
sub env { my ( $k, $d ) = @_; defined $ENV{$k} && length $ENV{$k} ? $ENV{$k} : $d }
my ( $dir, $url, $app ) = map { env($_) } qw(LLNG_DIR LLNG_URL APP_URL);

# session attribute => key in users.json
my %vars = map { $_ => $_ } qw(uid cn sn givenName mail profil uai classe groupe externalId);
my @file = ( 'Apache::Session::File' );
my %cas  = (    # names as French ENTs send them => session attribute
    uid => 'uid', displayName => 'cn', sn => 'sn', givenName => 'givenName', mail => 'mail',
    ENTPersonProfils => 'profil', ENTPersonStructRattach => 'uai', ENTEleveClasses => 'classe',
    ENTEleveGroupes => 'groupe', externalId => 'externalId',
);
print JSON->new->pretty->canonical->encode( {
    cfgNum => 1, cfgVersion => '2.16.1', cfgAuthor => 'test', cfgDate => time,
    portal => "$url/", domain => '127.0.0.1', cookieName => 'lemonldap', securedCookie => 0,
    authentication => 'Demo', userDB => 'Same', passwordDB => 'Null', registerDB => 'Null',
    demoExportedVars => \%vars, exportedVars => {}, multiValuesSeparator => '; ',
    macros => { _whatToTrace => 'lc($_user)' }, whatToTrace => '_whatToTrace',
    timeout => 7200, portalForceAuthnInterval => env( 'LLNG_REAUTH_AFTER', 1 ),
    globalStorage => $file[0], globalStorageOptions => {
        Directory => "$dir/sessions", LockDirectory => "$dir/sessions/lock",
        generateModule => 'Lemonldap::NG::Common::Apache::Session::Generate::SHA256' },
    persistentStorage => $file[0], persistentStorageOptions =>
      { Directory => "$dir/psessions", LockDirectory => "$dir/psessions/lock" },
    localSessionStorage => 'Cache::FileCache', localSessionStorageOptions => {
        namespace => 'sessions', cache_root => "$dir/cache", cache_depth => 1, default_expires_in => 600 },
    locationRules => { '127.0.0.1' => { default => 'accept' } }, exportedHeaders => {},
    applicationList => {}, loginHistoryEnabled => 0,
    portalDisplayResetPassword => 0, portalDisplayRegister => 0,
    captcha => '::Captcha::Off',    # defined in llng-app.psgi; the stock one needs ImageMagick even when unused

    issuerDBCASActivation => 1, casAttr => 'uid', casStrictMatching => 1, casAttributes => \%cas,
    casAccessControlPolicy => env( 'CAS_ANY_SERVICE', 0 ) ? 'none' : 'error',
    casTicketExpiration => env( 'CAS_TICKET_TTL', 30 ), casBackChannelSingleLogout => 1,
    casAppMetaDataOptions => { app => {
        casAppMetaDataOptionsService => env( 'CAS_SERVICES', "$app/" ),
        casAppMetaDataOptionsUserAttribute => env( 'CAS_USER_ATTR', 'uid' ) } },
    casAppMetaDataExportedVars => { app => \%cas },
} );
