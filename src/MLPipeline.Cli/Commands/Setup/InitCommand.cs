using System.CommandLine;
using MLPipeline.Pipelines;

namespace MLPipeline.Cli;

/// <summary>Writes one of the pipelines that come with the command, to be edited.</summary>
internal static class InitCommand
{
    public static Command Create()
    {
        var name = new Argument<string>("NAME")
        {
            Description = $"The pipeline to begin with: {string.Join(", ", ShippedPipelines.Names)}.",
            DefaultValueFactory = _ => "default",
        };
        name.AcceptOnlyFromAmong([.. ShippedPipelines.Names]);
        var output = new Option<string?>("--out", "-o") { Description = "File to write [default: NAME.yaml in this folder].", HelpName = "FILE" };
        var force = new Option<bool>("--force") { Description = "Replace the file if there is one." };
        var command = new DocumentedCommand("init", "Write a commented pipeline file to edit.")
        {
            Examples = ["mlpipeline init", "mlpipeline init search --out my-search.yaml"],
        };
        command.Add(name);
        command.Add(output);
        command.Add(force);
        command.SetWork((parsed, shell, _) =>
        {
            var pipeline = parsed.GetRequiredValue(name);
            var path = parsed.GetValue(output) ?? pipeline + ".yaml";
            if (File.Exists(path) && !parsed.GetValue(force))
            {
                throw new IOException($"{path} is there already. Choose another name by --out FILE, or replace it by --force.");
            }

            if (Path.GetDirectoryName(path) is { Length: > 0 } folder)
            {
                Directory.CreateDirectory(folder);
            }

            File.WriteAllText(path, ShippedPipelines.TryRead(pipeline));
            shell.Writer.WriteLine(path);
            return ExitCodes.Success;
        });
        return command;
    }
}
