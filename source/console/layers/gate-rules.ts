import type {Plan} from '../../operations/plan.ts';
import type {GateLayer, State} from '../state.ts';

/** Operations whose names are the code's, in the words of the keys that lead to them. */
const names: Readonly<Record<string, string>> = {
	'delete-messages': 'delete',
	'move-messages': 'move',
	resend: 'edit and send',
	'send-again': 'undo',
};

/** What an operation is called on screen: `redrive`, `set aside`, `delete queue`. */
export function operationName(operation: string): string {
	return names[operation] ?? operation.replace(/-several$/, '').replaceAll('-', ' ');
}

/** What has to be typed: nothing at the levels cost and change, `yes` for a change in PROD, else the thing's name. */
export function wordFor(state: State, plan: Plan): string | undefined {
	// Entering CHANGE: the context's name is typed, so that nobody changes the wrong account.
	if (plan.subject.kind === 'context') return plan.subject.name;
	if (plan.level === 'cost') return undefined;
	if (plan.level === 'change') return state.context.isProd ? 'yes' : undefined;
	return plan.subject.name;
}

/** Why the mode forbids it; undefined when it does not. The gateway refuses too: this only says so earlier. */
export function modeRefusal(state: State, plan: Plan): string | undefined {
	if (plan.readsOnly) return undefined;
	if (plan.level === 'cost') return state.mode === 'READ-ONLY' ? 'Refused: the mode is READ-ONLY.' : undefined;
	if (state.mode === 'CHANGE' || (plan.changesElsewhere && state.mode === 'LOOK')) return undefined;
	if (state.mode === 'READ-ONLY') return 'Refused: the mode is READ-ONLY. Start again without --read-only to change anything.';
	return 'CHANGE is off, so this shows the plan only.   : mode change';
}

export function asksForWord(state: State, plan: Plan): boolean {
	return wordFor(state, plan) !== undefined;
}

/** Whether there are milder ways to choose from. */
export function hasInstead({plan}: GateLayer): boolean {
	return plan.status === 'ready' && (plan.value.alternatives ?? []).length > 0;
}
