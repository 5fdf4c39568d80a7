using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.ML;
using MLPipeline.Basics;
using MLPipeline.Datasets;
using MLPipeline.Featurization;
using MLPipeline.Models;
using MLPipeline.Pipelines;
using MLPipeline.Reports;

namespace MLPipeline.Jobs;

/// <summary>Writes <c>run.json</c>: what a run was made of, so that it can be made again and compared.</summary>
internal static class RunRecord
{
    /// <summary>The kind of record that a run writes; an evaluation's is another.</summary>
    public const string RunKind = "run";

    /// <summary>Writes the record, and returns it.</summary>
    public static JsonObject Write(
        RunOptions options, IReadOnlyList<CategoryResult> results, IReadOnlyDictionary<string, string> leftOut, DateTimeOffset started, TimeSpan duration, bool complete)
    {
        var featurizers = options.Dataset.Categories.SelectMany(c => options.PipelineOf(c.Name).Members).Select(m => m.Featurizer).DistinctBy(f => (f.Backbone, f.Runtime)).ToArray();
        var record = new JsonObject
        {
            ["mlpipeline"] = BuildVersion.Own,
            ["kind"] = RunKind,
            ["started"] = started.ToString("O"),
            ["seconds"] = Math.Round(duration.TotalSeconds, 3),
            ["complete"] = complete,
            ["pipeline"] = JsonNode.Parse(PipelineJson.Serialize(options.Pipeline)),
            ["seed"] = options.Pipeline.Seed,
            ["strict"] = options.Strict,
            ["dataset"] = DatasetNode(options.Dataset, results),
            ["backbones"] = new JsonArray([.. featurizers.Select(BackboneNode)]),
            ["packages"] = PackagesNode(featurizers),
            ["runtime"] = RuntimeInformation.FrameworkDescription,
            ["operating_system"] = RuntimeInformation.OSDescription,
            ["architecture"] = RuntimeInformation.ProcessArchitecture.ToString(),
            ["processors"] = Environment.ProcessorCount,
            ["categories"] = new JsonArray([.. results.Select(r => CategoryNode(r, options))]),
            ["left_out"] = new JsonArray([.. leftOut.Select(l => (JsonNode)new JsonObject { ["name"] = l.Key, ["error"] = l.Value })]),
        };
        return Write(options.OutFolder, record);
    }

    /// <summary>Writes the record of an evaluation, and returns it.</summary>
    public static JsonObject WriteEvaluation(string folder, ModelMetadata model, string dataFolder, CategoryResult result) => Write(folder, new JsonObject
    {
        ["mlpipeline"] = BuildVersion.Own,
        ["kind"] = "evaluation",
        ["complete"] = true,
        ["model"] = new JsonObject
        {
            ["category"] = model.Category,
            ["version"] = model.Version,
            ["threshold"] = model.Threshold,
            ["target_fpr"] = model.TargetFpr,
        },
        ["dataset"] = new JsonObject { ["root"] = dataFolder },
        ["categories"] = new JsonArray(new JsonObject { ["name"] = result.Category, ["test"] = result.Test.Count, ["image_auroc"] = result.Figures.Auroc?.Estimate }),
    });

    private static JsonObject Write(string folder, JsonObject record)
    {
        AtomicFile.WriteText(Path.Combine(folder, RunFiles.Record), record.ToJsonString(new(PipelineJson.Options)) + "\n");
        return record;
    }

    private static JsonObject DatasetNode(Dataset dataset, IReadOnlyList<CategoryResult> results) => new()
    {
        ["root"] = dataset.Root,
        ["layout"] = dataset.Layout,
        ["warnings"] = new JsonArray([.. dataset.Warnings.Select(w => (JsonNode)w)]),
        ["categories"] = new JsonArray([.. dataset.Categories.Select(c => (JsonNode)new JsonObject
        {
            ["name"] = c.Name,
            ["photos"] = c.Photos.Count,
            ["sha256"] = results.FirstOrDefault(r => r.Category == c.Name)?.PhotosSha256,
        })]),
    };

    private static JsonNode BackboneNode(FeaturizerOptions options)
    {
        var chain = ChainIdentity.Of(options, new(options.Size, options.Size));
        var native = BackboneRuntimes.All.Find(chain.Runtime).Ask(options.GpuDevice);
        return new JsonObject
        {
            ["name"] = chain.Backbone,
            ["runtime"] = chain.Runtime,
            ["device"] = chain.Device,
            ["native"] = $"{native.Version} ({string.Join(", ", native.Devices)})",
            ["model"] = $"{chain.Runtime} {chain.Sha256}",
        };
    }

    private static JsonObject PackagesNode(IEnumerable<FeaturizerOptions> featurizers)
    {
        var packages = new JsonObject
        {
            ["Microsoft.ML"] = BuildVersion.Of(typeof(MLContext).Assembly),
            ["Microsoft.ML.ImageAnalytics"] = BuildVersion.Of(typeof(Microsoft.ML.Data.MLImage).Assembly),
            ["Microsoft.ML.OnnxTransformer"] = BuildVersion.Of(typeof(OnnxCatalog).Assembly),
            ["Microsoft.ML.OnnxRuntime"] = Microsoft.ML.OnnxRuntime.OrtEnv.Instance().GetVersionString(),
            ["SkiaSharp"] = BuildVersion.Of(typeof(SkiaSharp.SKBitmap).Assembly),
            ["MathNet.Numerics"] = BuildVersion.Of(typeof(MathNet.Numerics.Constants).Assembly),
        };
        foreach (var (name, version) in featurizers.SelectMany(f => BackboneRuntimes.Find(f, BackboneCatalog.Find(f.Backbone)).Packages))
        {
            packages[name] = version;
        }

        return packages;
    }

    private static JsonNode CategoryNode(CategoryResult result, RunOptions options) => new JsonObject
    {
        ["name"] = result.Category,
        ["pipeline"] = options.CategoryPipelines is null ? null : JsonNode.Parse(PipelineJson.Serialize(options.PipelineOf(result.Category))),
        ["train_good"] = result.TrainGood,
        ["test"] = result.Test.Count,
        ["threshold"] = result.Threshold,
        ["threshold_rule"] = result.Thresholds is { } thresholds ? OptionNames.Spell(thresholds.Chosen.Rule) : null,
        ["image_auroc"] = result.Figures.Auroc?.Estimate,
        ["members"] = new JsonArray([.. result.Members.Select(m => JsonSerializer.SerializeToNode(m, PipelineJson.Options))]),
        ["unreadable"] = new JsonArray([.. result.Unreadable.Select(u => (JsonNode)new JsonObject { ["path"] = u.Photo.Id, ["error"] = u.Error })]),
        ["phases"] = new JsonArray([.. result.Phases.Select(p => (JsonNode)new JsonObject { ["name"] = p.Name, ["seconds"] = Math.Round(p.Seconds, 3), ["photos"] = p.Photos })]),
    };
}
