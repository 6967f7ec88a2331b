// Getters, setters and fields, as an application may use them.
import { Sensor, Thermostat, type Unit } from "../fixtures/accessors/sensor.facade.js";
import { hold, type Same } from "./same.ts";

const sensor: Sensor = new Sensor("roof", 3);
const value: number = sensor.value;
sensor.value = 2;
// @ts-expect-error: a caller that blocks has no promise
sensor.value = Promise.resolve(2);
hold<Same<typeof sensor.fresh, number | null>>();
// @ts-expect-error: no promise comes out either
sensor.fresh.then(() => {});
// @ts-expect-error: it has no setter
sensor.fresh = 1;
sensor.reset = "now";
hold<Same<typeof sensor.since, Date>>();
sensor.since = new Date();
hold<Same<typeof sensor.state, string>>();
// @ts-expect-error: only the reactor layer sets it
sensor.state = "on";

const unit: Unit = sensor.unit;
sensor.unit = "F";
// @ts-expect-error: no unit
sensor.unit = "K";
hold<Same<typeof sensor.version, 7>>();
// @ts-expect-error: read-only in the source
sensor.version = 7;
hold<Same<typeof sensor.note, string | undefined>>();
sensor.note = undefined;
sensor.next = sensor.next ?? new Sensor("next");
// @ts-expect-error: no sensor
sensor.next = { name: "next" };
sensor["two words"] += 1;
const name: string = sensor.name;
sensor.limit += 1;
// @ts-expect-error: protected in the source
void sensor.hidden;
// @ts-expect-error: private in the source
void sensor.secret;

const times: number = sensor.run(3);
sensor.stop();
// @ts-expect-error: too many arguments
sensor.stop(true, 1);
Sensor.count += 1;
hold<Same<typeof Sensor.kinds, readonly string[]>>();
// @ts-expect-error: of the class
void sensor.count;
const shared: Sensor = Sensor.shared;
const thermostat: Sensor = new Thermostat("hall");
export const all: readonly unknown[] = [value, unit, name, times, shared, thermostat];
