// Writes the numbers that the original runtime gives for pictures that the tests draw too, for ModelImporterTests to compare with.
// usage: npm install --no-package-lock && node make.mjs ../../.sluice/models/tfjs ../../tests/Sluice.Tests/Models/References
import fs from 'node:fs';
import path from 'node:path';
import * as tf from '@tensorflow/tfjs';

const [models, target] = process.argv.slice(2);

// The same as in ReferencePicture.cs: whole numbers only, so that both draw the same.
const patterns = {
  stripes: (x, y, c) => ((x * (3 + c)) ^ (y * (5 - c))) & 255,
  blobs: (x, y, c) => ((x * x + y * y * (c + 1)) >> 6) & 255,
  noise: (x, y, c) => ((Math.imul(Math.imul(x + 1, 73856093) ^ Math.imul(y + 1, 19349663) ^ Math.imul(c + 1, 83492791), 2654435761) >>> 8) & 255),
};

const picture = (pattern, side) => tf.tidy(() => {
  const values = new Float32Array(side * side * 3);
  for (let y = 0, i = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      for (let c = 0; c < 3; c++) values[i++] = patterns[pattern](x, y, c) / 255;
    }
  }
  return tf.tensor(values, [1, side, side, 3]);
});

const load = async (name) => {
  const folder = path.join(models, name);
  const model = JSON.parse(fs.readFileSync(path.join(folder, 'model.json')));
  const data = Buffer.concat(model.weightsManifest.flatMap((group) => group.paths).map((file) => fs.readFileSync(path.join(folder, file))));
  const artifacts = {
    modelTopology: model.modelTopology,
    weightSpecs: model.weightsManifest.flatMap((group) => group.weights),
    weightData: data.buffer.slice(data.byteOffset, data.byteOffset + data.byteLength),
    userDefinedMetadata: model.userDefinedMetadata,
    format: model.format,
  };
  const handler = tf.io.fromMemory(artifacts);
  return model.modelTopology.node ? tf.loadGraphModel(handler) : tf.loadLayersModel(handler);
};

await tf.setBackend('cpu');
for (const [name, side] of [['mobilenet_v2', 224], ['mobilenet_v2_mid', 224], ['inception_v3', 299]]) {
  const model = await load(name);
  const references = {};
  for (const pattern of Object.keys(patterns)) references[pattern] = Array.from(await model.predict(picture(pattern, side)).data());
  fs.mkdirSync(target, { recursive: true });
  fs.writeFileSync(path.join(target, `${name}.json`), `${JSON.stringify(references, null, 2)}\n`);
  console.log(name, references);
}

// Things and where they are: of the network's two maps every so many numbers, and what it makes of them itself.
{
  const every = 997;
  const model = await load('centernet');
  const names = ['tower_0/keypoints', 'tower_0/wh', 'tower_0/detections'];
  const references = {};
  for (const pattern of Object.keys(patterns)) {
    const outputs = model.execute(picture(pattern, 512, 1).mul(255), names);
    const numbers = await Promise.all(outputs.map(async (output) => Array.from(await output.data(), (number) => Number(number.toPrecision(7)))));
    references[pattern] = Object.fromEntries(names.map((name, i) => [name, name === 'tower_0/detections' ? numbers[i] : numbers[i].filter((_, at) => at % every === 0)]));
    console.log('centernet', pattern, numbers[2].slice(0, 12));
  }
  fs.writeFileSync(path.join(target, 'centernet.json'), `${JSON.stringify(references)}\n`);
}
