using System.CommandLine;
using MLPipeline.Datasets;
using MLPipeline.Featurization;
using MLPipeline.Pipelines;

namespace MLPipeline.Cli;

/// <summary>Options that several commands share.</summary>
internal static class CommonOptions
{
    /// <summary>A pipeline by the path of its file or by its name; shells complete the names.</summary>
    public static Argument<string> Pipeline()
    {
        var pipeline = new Argument<string>("PIPELINE") { Description = $"A pipeline file (YAML), or {string.Join(", ", ShippedPipelines.Names)}." };
        pipeline.CompletionSources.Add([.. ShippedPipelines.Names]);
        return pipeline;
    }

    /// <summary>How large photos may be.</summary>
    public static Option<double?> MaxMegapixels() => NumberOptions.Real(
        "--max-megapixels", "N", new(0, 2000, WithoutLow: true),
        $"Photos with more millions of pixels are not decoded [default: {PhotoFacts.DefaultMegapixels:0}].");

    /// <summary>The value of <see cref="MaxMegapixels"/>, or its default.</summary>
    public static double Limit(double? maxMegapixels) => maxMegapixels ?? PhotoFacts.DefaultMegapixels;

    public static Option<string?> Store() => new("--store")
    {
        Description = $"Folder of stored features [default: the user's cache folder, or {FeatureStore.FolderVariable}].",
        HelpName = "DIR",
    };
}
