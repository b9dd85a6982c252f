import type {Session} from '../aws/session.ts';
import type {Plan} from '../operations/plan.ts';
import {isAbort, problemOf, run, type Effect, type EffectTools} from './effects.ts';
import type {SheetLayer} from './state.ts';

/** Reads the plan of a sheet. A newer reading, or leaving the sheet, ends it. */
export function loadPlan(
	sheet: SheetLayer,
	read: (session: Session, options: {signal: AbortSignal}, effects: EffectTools) => Promise<Plan>,
): Effect {
	return run('sheet/plan', async tools => {
		const {kind, openedAtMs} = sheet;
		try {
			const value = await read(tools.session, {signal: tools.signal}, tools);
			tools.dispatch({type: 'sheet/plan', kind, openedAtMs, plan: {status: 'ready', value}});
		} catch (error) {
			if (!isAbort(error)) tools.dispatch({type: 'sheet/plan', kind, openedAtMs, plan: {status: 'failed', problem: problemOf(error)}});
		}
	});
}
