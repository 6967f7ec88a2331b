import { eventual } from "@picot/runtime";
import { Sensor, Thermostat } from "../fixtures/sensor.facade.ts";
import { outcomeOf } from "./outcome.ts";

/** Getters and setters, of objects and of the class. */
export function accessors(): unknown {
  const sensor = new Sensor("roof");
  sensor.value = 30;
  const before = sensor.value;
  sensor.value += 1;
  Sensor.newest = "four";
  return {
    values: [before, sensor.value, sensor.fresh.value, sensor.log()],
    self: sensor.self === sensor,
    static: [Sensor.newest, Sensor.made, Sensor.kinds],
    errors: [errorOf(() => sensor.broken), errorOf(() => (sensor.value = 101))],
    setterOnly: Object.getOwnPropertyDescriptor(Sensor.prototype, "fresh")?.set === undefined,
  };
}

function errorOf(run: () => unknown): string {
  const { error } = outcomeOf(run);
  return `${error?.name}: ${error?.message}`;
}

/** Fields are read and set where the object is. */
export function fields(): unknown {
  const sensor = new Sensor("roof", 3);
  sensor.unit = "F";
  sensor.limit += 1;
  const before = sensor.note;
  sensor.note = "warm";
  sensor.next = new Sensor("next");
  const next = sensor.next;
  return {
    read: [sensor.name, sensor.limit, sensor.unit, before ?? null, sensor.note],
    objects: [next instanceof Sensor && next.name, sensor.next === next, next?.next ?? null],
    method: sensor.scaled(2),
    nothingHere: [JSON.stringify(sensor), Object.keys(sensor)],
  };
}

export function inherited(): unknown {
  const thermostat = new Thermostat("hall");
  thermostat.value = 4;
  const asBase: Sensor = thermostat;
  return [thermostat.value, asBase.value, thermostat.name, Thermostat.kinds, Thermostat.newest];
}

/** A getter begins a call of its own; what is read is its EventualResult. */
export function eventually(): unknown {
  const soon = eventual(new Sensor("roof"));
  return [
    soon.fresh.wait(5_000),
    soon.name.wait(5_000),
    soon.scaled(3).wait(5_000),
    eventual(Sensor).kinds.wait(5_000),
  ];
}
