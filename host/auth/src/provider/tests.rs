//! A provider is read strictly and written back as it was.

use super::*;

const ENT: &str = r#"id = "mon-ent"
label = "Mon ENT"
kind = "cas"
protocol = 2
login_url = "https://cas.ent.example/login?selection=EDU_parent_eleve&service="
validate_url = "https://valide.ent.example/serviceValidate"
logout_url = "https://cas.ent.example/logout"
user = "externalId"
profile = "profiles"
keep = ["displayName"]

[[joins]]
attribute = "joinKey"
key = "siecle.personne"

[profiles]
National_ELV = "eleve"
Relative = "responsable"
"#;

#[test]
fn the_three_addresses_are_free_and_the_rest_is_data() {
    let provider = Provider::from_toml(ENT).unwrap();
    assert_eq!((provider.id.as_str(), provider.id.key_kind().as_str()), ("mon-ent", "ent.mon-ent"));
    assert_eq!(provider.protocol, Protocol::V2);
    assert_eq!(provider.validate_url.host_str(), Some("valide.ent.example"));
    assert_eq!(provider.user, UserSource::Attribute("externalId".into()));
    assert_eq!(provider.joins, [Join { attribute: "joinKey".into(), key: KeyKind::SieclePersonne }]);
    assert_eq!(provider.profiles.get("ELV"), Some(&Role::Eleve));
    assert_eq!(provider.profiles.get("RELATIVE"), Some(&Role::Responsable));
}

#[test]
fn json_and_toml_carry_it_both_ways() {
    let provider = Provider::from_toml(ENT).unwrap();
    let json = serde_json::to_string(&provider).unwrap();
    assert_eq!(serde_json::from_str::<Provider>(&json).unwrap(), provider);
    assert_eq!(Provider::from_toml(&toml::to_string(&provider).unwrap()).unwrap(), provider);
}

#[test]
fn each_fault_is_named() {
    for (from, to, key) in [
        ("\"mon-ent\"", "\"../mon\"", "auth-provider-id"),
        ("\"mon-ent\"", "\"\"", "auth-provider-id"),
        ("\"Mon ENT\"", "\" \"", "auth-provider-label"),
        ("\"Mon ENT\"", "\"Mon\\u202eENT\"", "auth-provider-label"),
        ("protocol = 2", "protocol = 4", "auth-provider-protocol"),
        ("\"https://cas.ent.example/logout\"", "\"javascript:alert(1)\"", "auth-provider-url"),
        ("https://valide.ent.example", "http://valide.ent.example", "auth-provider-url"),
        ("https://valide.ent.example", "https://u:p@valide.ent.example", "auth-provider-url"),
        ("\"siecle.personne\"", "\"nom\"", "auth-provider-key"),
        ("\"joinKey\"", "\"\"", "auth-provider-attribute"),
        ("\"displayName\"", "\"a b\"", "auth-provider-attribute"),
        ("\"eleve\"", "\"roi\"", "auth-provider-role"),
        ("kind = \"cas\"", "kind = \"saml\"", "auth-provider-syntax"),
        ("keep =", "keeps =", "auth-provider-syntax"),
        ("protocol = 2", "protocol = \"2\"", "auth-provider-syntax"),
        ("user = \"externalId\"\n", "", "auth-provider-syntax"),
    ] {
        let source = ENT.replace(from, to);
        assert_ne!(source, ENT, "{from}");
        let error = Provider::from_toml(&source).unwrap_err();
        assert_eq!(error.text().key(), key, "{to}: {error}");
        assert!(!error.to_string().contains("{ $"), "{error}");
    }
    let error = Provider::from_toml(&ENT.replace("keep =", "keeps =")).unwrap_err();
    assert!(error.to_string().contains("ligne 10"), "{error}");
    let json = serde_json::to_string(&Provider::from_toml(ENT).unwrap()).unwrap().replace("mon-ent", "Mon ENT");
    assert!(serde_json::from_str::<Provider>(&json).is_err(), "serde runs the same checks");
}
