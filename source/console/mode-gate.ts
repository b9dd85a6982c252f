import type {Plan} from '../operations/plan.ts';
import {defineGate} from './gate-definition.ts';
import {changeMs} from './state.ts';

/** Entering CHANGE: the context's name is typed, so that nobody changes the wrong account. */
export const modeGate = defineGate({
	operation: 'mode',
	async plan({session}): Promise<Plan<undefined>> {
		const {context} = session;
		return {
			operation: 'mode',
			level: 'cost',
			title: 'Allow changes',
			verb: 'allow changes',
			subject: {kind: 'context', name: context.name},
			facts: [
				{label: 'where', text: `${context.name}, ${context.region}${context.isProd ? ', PROD' : ''}`},
				{label: 'now', text: session.mode()},
				{label: 'then', text: context.isProd ? 'CHANGE for 30 minutes, then LOOK again' : 'CHANGE until you leave'},
				{label: 'still', text: 'each change asks first; what deletes asks for a name'},
			],
			warnings: [],
			command: 'sluice --mode change',
			counts: {},
			settings: {},
			request: undefined,
		};
	},
	async execute({session, clock, effects}) {
		session.setMode('CHANGE');
		const untilMs = session.context.isProd ? clock.nowMs() + changeMs : undefined;
		effects.dispatch({type: 'mode-changed', mode: 'CHANGE', ...(untilMs === undefined ? {} : {untilMs})});
		return {summary: 'Changes are allowed now.'};
	},
});
