import {endFanOut, removedText, type FanOut} from '../../operations/fan-out.ts';
import type {Effect, EffectTools} from '../effects.ts';

/** However the console is left, the temporary consumer goes. */
export function shelveFanOut(tools: EffectTools, stream: string, fanOut: FanOut): void {
	const {session} = tools;
	tools.shelf.put(fanOutKey(stream), {
		value: fanOut,
		end: async () => (await endFanOut(session, fanOut)) ?? removedText(fanOut, stream),
	});
}

function fanOutKey(stream: string): string {
	return `fan-out/${stream}`;
}

/** Gives the consumer of a tail back, where it has one of its own. */
export function endFanOutOf(stream: string): Effect {
	const work = async (tools: EffectTools): Promise<void> => {
		const told = await tools.shelf.take(fanOutKey(stream))?.end();
		if (told !== undefined) tools.dispatch({type: 'notice', text: told, atMs: tools.clock.nowMs()});
	};
	return {type: 'run', id: `fan-out-end/${stream}`, isChange: true, run: work};
}
