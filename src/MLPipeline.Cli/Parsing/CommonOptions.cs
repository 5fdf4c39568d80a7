using System.CommandLine;
using MLPipeline.Featurization;

namespace MLPipeline.Cli;

/// <summary>Options that several commands share.</summary>
internal static class CommonOptions
{
    public static Option<string?> Store() => new("--store")
    {
        Description = $"Folder of stored features [default: the user's cache folder, or {FeatureStore.FolderVariable}].",
        HelpName = "DIR",
    };
}
