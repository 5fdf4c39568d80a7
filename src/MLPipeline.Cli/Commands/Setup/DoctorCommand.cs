using System.CommandLine;
using System.Text.Json;
using MLPipeline.Jobs;
using MLPipeline.Pipelines;

namespace MLPipeline.Cli;

/// <summary>Says what this program can run on here, and what is missing for more.</summary>
internal static class DoctorCommand
{
    public static Command Create()
    {
        var json = new Option<bool>("--json") { Description = "Print the checks as JSON." };
        var command = new DocumentedCommand(
            "doctor", "Check packages, native libraries, GPUs and runtimes; measure each; say what to do. Exit code 1 if anything fails.")
        {
            Examples = ["mlpipeline doctor", "mlpipeline doctor --json > doctor.json"],
        };
        command.Add(json);
        command.SetWork((parsed, shell, cancel) =>
        {
            IReadOnlyList<Check> checks;
            using (var progress = shell.StartProgress())
            {
                progress.Message("Each runtime featurizes a few photos; this takes some seconds.");
                checks = Examination.Execute(BuildFacts.Of(typeof(DoctorCommand).Assembly), cancel);
            }

            if (parsed.GetValue(json))
            {
                shell.Writer.WriteLine(JsonSerializer.Serialize(checks, PipelineJson.Options));
            }
            else
            {
                CheckList.Write(shell.Writer, checks);
            }

            return checks.Any(c => c.Status == CheckStatus.Error) ? ExitCodes.Negative : ExitCodes.Success;
        });
        return command;
    }
}
