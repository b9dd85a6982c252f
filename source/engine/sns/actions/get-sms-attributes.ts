import {defineAction, type ActionContext} from '../../action.ts';
import {list, string, structure} from '../../shape.ts';
import {attributeMap} from '../shapes.ts';
import type {SnsState} from '../state.ts';

export const getSMSAttributes = defineAction({
	name: 'GetSMSAttributes',
	input: structure({optional: {attributes: list(string())}}),
	output: structure({optional: {attributes: attributeMap}}),
	docs: 'https://docs.aws.amazon.com/sns/latest/api/API_GetSMSAttributes.html',
	handle(input, {state}: ActionContext<SnsState>) {
		const wanted = input.attributes;
		const all = [...state.sms.attributes];
		const shown = wanted === undefined || wanted.length === 0 ? all : all.filter(([name]) => wanted.includes(name));
		return {attributes: Object.fromEntries(shown)};
	},
});
