// A service as a user would write it: stock ML.NET packages, no assembly of MLPipeline.
// Usage: StockConsumer MODEL.zip PHOTO...          the zip takes paths
//        StockConsumer --image MODEL.zip PHOTO...  the zip takes photos in memory
// Prints one line per photo: path, score, 1 or 0.
using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;
using StockConsumer;

var inMemory = args[0] == "--image";
var rest = inMemory ? args[1..] : args;
var context = new MLContext();
var model = context.Model.Load(rest[0], out _);
foreach (var path in rest[1..])
{
    var verdict = inMemory ? InMemory(path) : ByPath(path);
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{path}\t{verdict.Score:R}\t{(verdict.PredictedLabel ? 1 : 0)}"));
}

// What ML.NET has unpacked into the temporary folder goes with the model, and only then.
(model as IDisposable)?.Dispose();

// Engines of one model share it: an engine that owns it would close it for all others.
Verdict ByPath(string path)
{
    using var engine = context.Model.CreatePredictionEngine<PhotoFile, Verdict>(model, new PredictionEngineOptions { OwnsTransformer = false });
    return engine.Predict(new PhotoFile { ImagePath = path });
}

Verdict InMemory(string path)
{
    using var engine = context.Model.CreatePredictionEngine<PhotoInMemory, Verdict>(model, new PredictionEngineOptions { OwnsTransformer = false });
    using var image = MLImage.CreateFromFile(path);
    return engine.Predict(new PhotoInMemory { Image = image });
}
