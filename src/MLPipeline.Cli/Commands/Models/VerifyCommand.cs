using System.CommandLine;
using System.Globalization;
using MLPipeline.Jobs;
using MLPipeline.Models;
using MLPipeline.Reports;

namespace MLPipeline.Cli;

/// <summary>Checks that a model zip scores as it did when it was trained.</summary>
internal static class VerifyCommand
{
    public static Command Create()
    {
        var file = new Argument<string>("MODEL.zip") { Description = "The model." };
        var scores = new Option<string>("--scores") { Description = "The scores.csv of the run that made it.", HelpName = "FILE", Required = true };
        var data = new Option<string?>("--data") { Description = "Folder of the photos [default: from run.json].", HelpName = "DIR" };
        var megapixels = CommonOptions.MaxMegapixels();
        var command = new DocumentedCommand(
            "verify", "Load a model again, score its test photos again, and report the largest difference.")
        {
            Examples = ["mlpipeline verify runs/a/bottle/model.zip --scores runs/a/bottle/scores.csv"],
        };
        command.Add(file);
        command.Add(scores);
        command.Add(data);
        command.Add(megapixels);
        command.SetWork((parsed, shell, cancel) =>
        {
            var path = parsed.GetRequiredValue(scores);
            var folder = parsed.GetValue(data) ?? ScoresFile.DataFolderOf(path)
                ?? throw new InvalidDataException($"There is no run.json above {path} that names the photos' folder; name it by --data DIR.");
            using var model = ModelZip.Load(parsed.GetRequiredValue(file));
            Verification result;
            using (var progress = shell.StartProgress())
            using (var stage = progress.Stage(model.Metadata.Category, "verify", ScoresFile.Read(path).Count))
            {
                result = Verification.Of(model, path, folder, () => stage.Advance(), cancel, new(CommonOptions.Limit(parsed.GetValue(megapixels))));
            }

            shell.Writer.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{result.Photos} photos, largest relative difference {result.LargestDifference:0.0e+0} ({result.WorstPhoto}), {result.LabelsChanged} labels changed"));
            shell.Writer.WriteLine(result.Passed
                ? "passed"
                : string.Create(CultureInfo.InvariantCulture, $"FAILED: more than {Verification.Tolerance:0e+0}. Are the photos and the model those of the run?"));
            return result.Passed ? ExitCodes.Success : ExitCodes.Negative;
        });
        return command;
    }
}
