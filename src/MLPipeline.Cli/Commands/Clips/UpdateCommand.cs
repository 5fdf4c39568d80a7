using System.CommandLine;
using MLPipeline.Datasets;
using MLPipeline.Models;

namespace MLPipeline.Cli;

/// <summary>Lets a model of clips learn from further clips.</summary>
internal static class UpdateCommand
{
    public static Command Create()
    {
        var file = new Argument<string>("MODEL.zip") { Description = "The model of clips, as a run wrote it." };
        var data = new Option<string>("--data") { Description = "Folder of clips: train/ with further normal clips of the same camera.", HelpName = "DIR", Required = true };
        var output = new Option<string>("--out", "-o") { Description = "The new model.", HelpName = "FILE", Required = true };
        var command = new DocumentedCommand("update", "Let a model of clips learn from further normal clips.")
        {
            Examples = ["mlpipeline update model.zip --data more --out model-2.zip"],
        };
        command.Add(file);
        command.Add(data);
        command.Add(output);
        command.SetWork((parsed, shell, cancel) =>
        {
            var (path, target) = (parsed.GetRequiredValue(file), parsed.GetRequiredValue(output));
            if (File.Exists(target))
            {
                throw new InvalidOperationException($"There is a file '{target}'. Name a new file.");
            }

            var model = ClipModelZip.Load(path);
            var dataset = ClipDataset.Open(parsed.GetRequiredValue(data));
            if (dataset.Categories.Count > 1)
            {
                throw new InvalidOperationException($"'{dataset.Root}' has clips of {dataset.Categories.Count} cameras; a model is of one. Name the folder of the camera.");
            }

            using (var progress = shell.StartProgress())
            {
                var clips = dataset.Categories[0].Train.Select(c => new TrainingClip(c.Name, c.Source)).ToList();
                using var stage = progress.Stage(dataset.Categories[0].Name, "learn", clips.Count, "clips");
                ClipModelZip.Save(target, ClipTrainer.Update(model, clips, () => stage.Advance(), cancel));
            }

            shell.Writer.WriteLine($"Model: {target}");
            return ExitCodes.Success;
        });
        return command;
    }
}
