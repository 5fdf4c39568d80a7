using System.CommandLine;
using MLPipeline.Datasets;

namespace MLPipeline.Cli;

/// <summary>Makes the built-in sample data.</summary>
internal static class SampleCommand
{
    public static Command Create()
    {
        var output = new Option<string>("--out", "-o") { Description = "Folder to write to.", HelpName = "DIR", Required = true };
        var command = new DocumentedCommand(
            "sample", "Make a small dataset with masks: four categories, the same bytes every time.")
        {
            Examples = ["mlpipeline sample --out sample"],
        };
        command.Add(output);
        command.SetWork((parsed, shell, cancel) =>
        {
            var dataset = SampleDataset.Write(parsed.GetRequiredValue(output), cancellation: cancel);
            Tables.Write(
                shell.Output,
                ["category", "train good", "test good", "test anomalous"],
                [.. dataset.Categories.Select(c => (IReadOnlyList<string>)
                    [c.Name, $"{c.Train.Count()}", $"{c.Test.Count(p => !p.IsAnomalous)}", $"{c.Test.Count(p => p.IsAnomalous)}"])]);
            return ExitCodes.Success;
        });
        return command;
    }
}
