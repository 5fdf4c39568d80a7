using Microsoft.ML;
using MLPipeline.Compute;
using MLPipeline.Detectors;
using MLPipeline.Featurization;
using MLPipeline.Models;

namespace Samples;

/// <summary>From a folder of good photos to a model that any program with ML.NET loads.</summary>
public static class TrainAndSave
{
    public static int Run(string photos, string zip)
    {
        var context = new MLContext(seed: 1);
        var good = context.Data.LoadFromEnumerable(
            Directory.EnumerateFiles(photos).Order(StringComparer.Ordinal).Select(path => new Photo { ImagePath = path }));

        // Featurizing is the slow part: the checkpoint keeps the embeddings for all that is fitted behind it.
        var anomaly = context.VisualAnomaly();
        var pipeline = anomaly.Featurize()
            .AppendCacheCheckpoint(context)
            .Append(anomaly.Threshold(anomaly.PatchGaussian()));
        var model = pipeline.Fit(good);
        context.Model.Save(model, good.Schema, zip);

        // What comes now needs the packages of ML.NET alone.
        var loaded = new MLContext().Model.Load(zip, out _);
        var scored = loaded.Transform(good);
        foreach (var verdict in context.Data.CreateEnumerable<Verdict>(scored, reuseRowObject: false).Take(5))
        {
            Console.WriteLine($"{Path.GetFileName(verdict.ImagePath)} {verdict.Score:G4} {(verdict.PredictedLabel ? "anomalous" : "good")}");
        }

        return 0;
    }

    public sealed class Photo
    {
        public string ImagePath { get; set; } = "";
    }

    public sealed class Verdict
    {
        public string ImagePath { get; set; } = "";

        public float Score { get; set; }

        public bool PredictedLabel { get; set; }
    }
}
