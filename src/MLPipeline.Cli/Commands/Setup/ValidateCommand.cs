using System.CommandLine;
using MLPipeline.Pipelines;

namespace MLPipeline.Cli;

/// <summary>Checks a pipeline file.</summary>
internal static class ValidateCommand
{
    public static Command Create()
    {
        var file = CommonOptions.Pipeline();
        var json = new Option<bool>("--json") { Description = "Print the pipeline as JSON." };
        var command = new DocumentedCommand(
            "validate", "Check a pipeline file and whether it can run here: print it with all defaults filled in, or list every mistake.")
        {
            Examples =
            [
                "mlpipeline validate default",
                "mlpipeline validate my.yaml > complete.yaml",
                "mlpipeline validate my.yaml --json",
            ],
        };
        command.Add(file);
        command.Add(json);
        command.SetWork((parsed, shell, _) =>
        {
            var options = PipelineFile.Load(parsed.GetRequiredValue(file));
            if (PipelineCheck.Problems(options) is { Count: > 0 } problems)
            {
                throw new PipelineFileException([.. problems.Select(p => $"{parsed.GetRequiredValue(file)}: {p}")]);
            }

            shell.Writer.Write(parsed.GetValue(json) ? PipelineJson.Serialize(options) + "\n" : PipelineFile.ToYaml(options));
            return ExitCodes.Success;
        });
        return command;
    }
}
