//! People and units, found as they are written and as they sound.

use serde_json::json;

use super::{found, hits, marked};
use crate::house::desk::{encoded, id_of};
use crate::house::{House, for_both};

for_both!(people_are_found_by_name_and_by_sound, units_are_found_by_name_and_by_sound);

async fn people_are_found_by_name_and_by_sound(house: House) {
    let admin = house.person("admin");
    let unit_id = house.unit("BR1").await;
    let body = json!({ "login": "z.san", "name": "张三丰", "unit_id": unit_id, "roles": ["service_agent"] });
    let id = id_of(&admin.post("/staff", &body).await.expect(201).json());
    for q in ["张", "三丰", "zsf", "zs", "zhangsan", "ZhangSanFeng", "sanfeng", "z.san"] {
        let hits = hits(&found(&house, &admin, q).await, "staff");
        assert_eq!(hits.iter().map(id_of).collect::<Vec<_>>(), std::slice::from_ref(&id), "{q}");
        assert_eq!(hits[0]["unit"]["name"], "河东支行");
        let listed = admin.get(&format!("/staff?q={}", encoded(q))).await.expect(200).json();
        assert_eq!(id_of(&listed["items"][0]), id, "{q}");
    }
    for q in ["zsz", "丰三", "hang", "zhangsi"] {
        assert!(hits(&found(&house, &admin, q).await, "staff").is_empty(), "{q}");
    }
    house.change_staff("z.san", &json!({ "name": "李四" })).await.expect(200);
    assert!(hits(&found(&house, &admin, "zsf").await, "staff").is_empty());
    assert_eq!(marked(&hits(&found(&house, &admin, "李四").await, "staff")[0]["title"]), "[李四]");
    house.change_staff("z.san", &json!({ "active": false })).await.expect(200);
    assert!(hits(&found(&house, &admin, "lisi").await, "staff").is_empty(), "who left");
}

async fn units_are_found_by_name_and_by_sound(house: House) {
    let agent = house.person("agent");
    for q in ["支行", "河东", "hdzh", "hedong", "br1"] {
        let hits = hits(&found(&house, &agent, q).await, "org_unit");
        assert_eq!(hits.iter().map(id_of).collect::<Vec<_>>(), [house.unit("BR1").await], "{q}");
    }
    let all = agent.get("/org-units").await.expect(200).json();
    let branch = all["items"].as_array().unwrap().iter().find(|unit| unit["code"] == "BR1").unwrap().clone();
    let sounds = branch["sounds"].as_str().unwrap().to_owned();
    assert!(sounds.contains("hedongzhi") && sounds.split(' ').any(|one| one == "hdzh"), "{sounds}");
}
