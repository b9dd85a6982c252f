import type {Plan} from '../../operations/plan.ts';
import {step} from '../effects.ts';
import {defineGate} from '../gate-definition.ts';
import {goTo} from '../state.ts';
import {executeRedriveChoice, isByTask, planRedriveChoice, type RedriveChoice} from './redrive-choice.ts';

/** Sending messages of a dead-letter queue back, whichever way the sheet has chosen. */
export const redriveGate = defineGate({
	operation: 'redrive',
	async plan(tools, choice: RedriveChoice): Promise<Plan<{choice: RedriveChoice; plan: Plan}>> {
		const plan: Plan = await planRedriveChoice(choice, tools);
		return {...plan, request: {choice, plan}};
	},
	execute: (tools, {request: {choice, plan}}) => executeRedriveChoice(tools, plan, choice),
	// The open queue shows its move task's progress.
	done(state, {request: {choice}}) {
		const {name, url} = choice.queue;
		return step(isByTask(choice) ? goTo(state, 'queues', [{type: 'queues'}, {type: 'queue', url, name}]) : state);
	},
});
