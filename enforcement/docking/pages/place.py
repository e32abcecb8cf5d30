from enforcement.web.rooms import Room

room = Room(name="docking", title="场记板", tab="docking.tab")
