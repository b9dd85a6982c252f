import type {OutgoingPublication, TopicRef} from '../../aws/topic.ts';
import {executePublish, planPublish} from '../../operations/publish.ts';
import {defineGate, type GateDefinition} from '../gate-definition.ts';

/** What changes topics. */
export const topicsGates: readonly GateDefinition[] = [
	defineGate({
		operation: 'publish',
		plan: ({session, signal}, request: {topic: TopicRef; publication: OutgoingPublication}) => planPublish(session, request, {signal}),
		execute: ({session, signal}, plan) => executePublish(session, plan, {signal}),
	}),
];
