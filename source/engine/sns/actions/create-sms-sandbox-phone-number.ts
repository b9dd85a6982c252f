import {defineAction, type ActionContext} from '../../action.ts';
import {emptyResult, oneOf, string, structure} from '../../shape.ts';
import {createSandboxNumber} from '../sms-sandbox.ts';
import type {SnsState} from '../state.ts';

const languages = oneOf(
	'de-DE',
	'en-GB',
	'en-US',
	'es-419',
	'es-ES',
	'fr-CA',
	'fr-FR',
	'it-IT',
	'ja-JP',
	'ko-KR',
	'pt-BR',
	'zh-CN',
	'zh-TW',
);

export const createSMSSandboxPhoneNumber = defineAction({
	name: 'CreateSMSSandboxPhoneNumber',
	input: structure({required: {PhoneNumber: string()}, optional: {LanguageCode: languages}}),
	output: emptyResult,
	docs: 'https://docs.aws.amazon.com/sns/latest/api/API_CreateSMSSandboxPhoneNumber.html',
	handle(input, {state}: ActionContext<SnsState>) {
		createSandboxNumber(state, input.PhoneNumber);
		return {};
	},
});
