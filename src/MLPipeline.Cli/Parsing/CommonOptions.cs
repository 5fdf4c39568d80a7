using System.CommandLine;
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

    public static Option<string?> Store() => new("--store")
    {
        Description = $"Folder of stored features [default: the user's cache folder, or {FeatureStore.FolderVariable}].",
        HelpName = "DIR",
    };
}
