using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.ML;
using MLPipeline.Basics;
using MLPipeline.Datasets;
using MLPipeline.Featurization;
using MLPipeline.Pipelines;
using MLPipeline.Reports;

namespace MLPipeline.Jobs;

/// <summary>Writes <c>run.json</c>: what a run was made of, so that it can be made again and compared.</summary>
internal static class RunRecord
{
    /// <summary>Writes the record, and returns it.</summary>
    public static JsonObject Write(RunOptions options, IReadOnlyList<CategoryResult> results, DateTimeOffset started, TimeSpan duration, bool complete)
    {
        var record = new JsonObject
        {
            ["mlpipeline"] = BuildVersion.Own,
            ["started"] = started.ToString("O"),
            ["seconds"] = Math.Round(duration.TotalSeconds, 3),
            ["complete"] = complete,
            ["pipeline"] = JsonNode.Parse(PipelineJson.Serialize(options.Pipeline)),
            ["seed"] = options.Pipeline.Seed,
            ["strict"] = options.Strict,
            ["dataset"] = DatasetNode(options.Dataset),
            ["backbones"] = new JsonArray([.. options.Dataset.Categories.SelectMany(c => options.PipelineOf(c.Name).Members).Select(m => m.Featurizer).DistinctBy(f => (f.Backbone, f.Runtime)).Select(BackboneNode)]),
            ["packages"] = PackagesNode(),
            ["runtime"] = RuntimeInformation.FrameworkDescription,
            ["operating_system"] = RuntimeInformation.OSDescription,
            ["architecture"] = RuntimeInformation.ProcessArchitecture.ToString(),
            ["processors"] = Environment.ProcessorCount,
            ["categories"] = new JsonArray([.. results.Select(r => CategoryNode(r, options))]),
        };
        AtomicFile.WriteText(Path.Combine(options.OutFolder, RunFiles.Record), record.ToJsonString(new(PipelineJson.Options)) + "\n");
        return record;
    }

    private static JsonObject DatasetNode(Dataset dataset) => new()
    {
        ["root"] = dataset.Root,
        ["layout"] = dataset.Layout,
        ["warnings"] = new JsonArray([.. dataset.Warnings.Select(w => (JsonNode)w)]),
        ["categories"] = new JsonArray([.. dataset.Categories.Select(c => (JsonNode)new JsonObject
        {
            ["name"] = c.Name,
            ["photos"] = c.Photos.Count,
            ["sha256"] = HashOf(c),
        })]),
    };

    /// <summary>One hash over ids, labels, splits and the bytes of all photos.</summary>
    private static string HashOf(Category category)
    {
        var lines = category.Photos.AsParallel().AsOrdered()
            .Select(photo => $"{photo.Id}\t{photo.Split}\t{photo.Defect}\t{category.Ledger[photo.Path].Sha256}\n");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(lines))));
    }

    private static JsonNode BackboneNode(FeaturizerOptions options)
    {
        var chain = ChainIdentity.Of(options, new(options.Size, options.Size));
        return new JsonObject
        {
            ["name"] = chain.Backbone,
            ["runtime"] = chain.Runtime,
            ["device"] = chain.Device,
            ["model"] = $"{chain.Runtime} {chain.Sha256}",
        };
    }

    private static JsonObject PackagesNode() => new()
    {
        ["Microsoft.ML"] = BuildVersion.Of(typeof(MLContext).Assembly),
        ["Microsoft.ML.ImageAnalytics"] = BuildVersion.Of(typeof(Microsoft.ML.Data.MLImage).Assembly),
        ["Microsoft.ML.OnnxTransformer"] = BuildVersion.Of(typeof(OnnxCatalog).Assembly),
        ["Microsoft.ML.OnnxRuntime"] = Microsoft.ML.OnnxRuntime.OrtEnv.Instance().GetVersionString(),
        ["SkiaSharp"] = BuildVersion.Of(typeof(SkiaSharp.SKBitmap).Assembly),
        ["MathNet.Numerics"] = BuildVersion.Of(typeof(MathNet.Numerics.Constants).Assembly),
    };

    private static JsonNode CategoryNode(CategoryResult result, RunOptions options) => new JsonObject
    {
        ["name"] = result.Category,
        ["pipeline"] = options.CategoryPipelines is null ? null : JsonNode.Parse(PipelineJson.Serialize(options.PipelineOf(result.Category))),
        ["train_good"] = result.TrainGood,
        ["test"] = result.Test.Count,
        ["threshold"] = result.Threshold,
        ["threshold_rule"] = result.Thresholds is { } thresholds ? OptionNames.Spell(thresholds.Chosen.Rule) : null,
        ["image_auroc"] = result.ImageAuroc,
        ["members"] = new JsonArray([.. result.Members.Select(m => JsonSerializer.SerializeToNode(m, PipelineJson.Options))]),
        ["unreadable"] = new JsonArray([.. result.Unreadable.Select(u => (JsonNode)new JsonObject { ["path"] = u.Photo.Id, ["error"] = u.Error })]),
        ["phases"] = new JsonArray([.. result.Phases.Select(p => (JsonNode)new JsonObject { ["name"] = p.Name, ["seconds"] = Math.Round(p.Seconds, 3), ["photos"] = p.Photos })]),
    };
}
