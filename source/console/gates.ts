import type {GateDefinition} from './gate-definition.ts';
import {metricsGate} from './metrics-consent.ts';
import {modeGate} from './mode-gate.ts';
import {queuesGates} from './queues/gates.ts';
import {messageGates} from './queues/message-gates.ts';
import {streamsGates} from './streams/gates.ts';
import {topicsGates} from './topics/gates.ts';

/** Everything that can be confirmed. */
const gates: ReadonlyMap<string, GateDefinition> = new Map(
	[modeGate, metricsGate, ...queuesGates, ...messageGates, ...topicsGates, ...streamsGates].map(gate => [gate.operation, gate]),
);

export function gateOf(operation: string): GateDefinition {
	const found = gates.get(operation);
	if (!found) throw new Error(`No gate for ${operation}`);
	return found;
}
