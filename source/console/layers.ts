import {contextsLayer} from './contexts/contexts-layer.ts';
import {mfaLayer} from './contexts/mfa-layer.ts';
import {detailsLayer} from './layers/details.ts';
import {doctorLayer} from './layers/doctor.ts';
import {filterLayer} from './layers/filter.ts';
import {gateLayer} from './layers/gate.ts';
import {helpLayer} from './layers/help.ts';
import type {LayerDefinition} from './layers/layer.ts';
import {paletteLayer} from './layers/palette.ts';
import {sheetLayer} from './layers/sheet.ts';
import type {Layer} from './state.ts';

const definitions: {readonly [Type in Layer['type']]: LayerDefinition<Extract<Layer, {type: Type}>>} = {
	filter: filterLayer,
	palette: paletteLayer,
	help: helpLayer,
	details: detailsLayer,
	sheet: sheetLayer,
	gate: gateLayer,
	doctor: doctorLayer,
	contexts: contextsLayer,
	mfa: mfaLayer,
};

export function layerOf(layer: Layer): LayerDefinition {
	// Each definition is only ever called with layers of its own type.
	return definitions[layer.type] as unknown as LayerDefinition;
}
