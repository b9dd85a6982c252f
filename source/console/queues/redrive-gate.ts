import type {Plan} from '../../operations/plan.ts';
import {executeSeveral, type SeveralRequest} from '../../operations/several.ts';
import {SluiceError} from '../../shared/errors.ts';
import {step} from '../effects.ts';
import {defineGate} from '../gate-definition.ts';
import {goTo} from '../state.ts';
import {executeRedriveChoice, isByTask, planRedriveChoice, planSeveralChoices, type RedriveChoice} from './redrive-choice.ts';

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

/** The same of several queues: one question, then one after the other, each with its own outcome. */
export const redriveSeveralGate = defineGate({
	operation: 'redrive-several',
	async plan(tools, choices: readonly RedriveChoice[]): Promise<Plan<{choices: readonly RedriveChoice[]; plan: Plan<SeveralRequest>}>> {
		const plan = await planSeveralChoices(choices, tools);
		return {...plan, request: {choices, plan}};
	},
	async execute(tools, {request: {choices, plan}}) {
		const {effects, clock, signal} = tools;
		const {summary, failed} = await executeSeveral(
			plan,
			{
				async execute({queue, plan: one}) {
					const choice = choices.find(({queue: {url}}) => url === queue.url);
					if (!choice) return {summary: ''};
					return executeRedriveChoice(tools, one, choice);
				},
				onEnd: text => effects.dispatch({type: 'notice', text, atMs: clock.nowMs()}),
			},
			{signal},
		);
		if (failed.length > 0) throw new SluiceError(summary, {code: 'partly-done'});
		return {summary};
	},
});
