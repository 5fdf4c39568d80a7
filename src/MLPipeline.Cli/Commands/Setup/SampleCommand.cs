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
            Examples = ["mlpipeline sample --out sample", "mlpipeline sample --clips --out clips"],
        };
        var clips = new Option<bool>("--clips") { Description = "Make clips of a square seen by a fixed camera instead of photos." };
        command.Add(output);
        command.Add(clips);
        command.SetWork((parsed, shell, cancel) =>
        {
            if (parsed.GetValue(clips))
            {
                var camera = SampleClips.Write(parsed.GetRequiredValue(output), cancellation: cancel).Categories[0];
                Tables.Write(
                    shell.Output,
                    ["camera", "train clips", "test clips", "frames", "anomalous frames"],
                    [[camera.Name, $"{camera.Train.Count()}", $"{camera.Test.Count()}", $"{camera.Clips.Sum(c => c.Source.Count)}", $"{camera.Test.Sum(c => c.Labels!.Count(l => l is not null))}"]]);
                return ExitCodes.Success;
            }

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
