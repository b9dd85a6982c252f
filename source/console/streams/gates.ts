import type {GateDefinition} from '../gate-definition.ts';
export const streamsGates: readonly GateDefinition[] = [];
