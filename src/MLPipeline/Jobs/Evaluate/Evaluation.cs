using System.Text.Json.Nodes;
using MLPipeline.Basics;
using MLPipeline.Datasets;
using MLPipeline.Featurization;
using MLPipeline.Models;
using MLPipeline.Reports;
using MLPipeline.Scores;

namespace MLPipeline.Jobs;

/// <summary>Scores labelled photos with a finished model, and writes the same tables and report as a run.</summary>
public static class Evaluation
{
    /// <summary>Evaluates a model and, where a folder is given, writes its tables and report there.</summary>
    /// <param name="model">The model.</param>
    /// <param name="photos">The photos of one category; see <see cref="Choose"/>.</param>
    /// <param name="all">
    /// Whether to score all photos, as is right for a folder that the model has not learned from; false scores the test split alone.
    /// </param>
    /// <param name="outFolder">Where to write to; null writes nothing.</param>
    /// <param name="progress">Is told of what happens.</param>
    /// <param name="cancel">Ends the work.</param>
    /// <exception cref="DatasetException">There is no test photo, or none can be read.</exception>
    public static CategoryResult Execute(
        LoadedModel model, Category photos, bool all, string? outFolder, IRunProgress progress, CancellationToken cancel = default)
    {
        var result = Score(model, photos, all, progress, cancel);
        if (outFolder is not null)
        {
            RunWriter.WriteScores(outFolder, result);
            RunWriter.WriteCategories(outFolder, [result]);
            HtmlReport.Write(Path.Combine(outFolder, RunFiles.Report), new RunReport
            {
                Title = $"A model of {model.Metadata.Category} on {photos.Name}",
                Subtitle = $"Made by MLPipeline {model.Metadata.Version} from {model.Metadata.TrainedOn} good photos; nothing was learned or chosen on these photos.",
                Categories = [result],
                Pipeline = model.Metadata.Pipeline,
                Record = new JsonObject
                {
                    ["mlpipeline"] = BuildVersion.Own,
                    ["model version"] = model.Metadata.Version,
                    ["model threshold"] = model.Metadata.Threshold,
                    ["model target FPR"] = model.Metadata.TargetFpr,
                },
            });
        }

        return result;
    }

    /// <summary>The category of a dataset that a model was made for: the only one, or the one of the model's name.</summary>
    /// <exception cref="DatasetException">There are several, and none has the model's name.</exception>
    public static Category Choose(LoadedModel model, Dataset dataset) =>
        dataset.Categories.Count == 1
            ? dataset.Categories[0]
            : dataset.Categories.FirstOrDefault(c => c.Name == model.Metadata.Category) ?? throw new DatasetException(
                $"The model is of {model.Metadata.Category}, but '{dataset.Root}' has {string.Join(", ", dataset.Categories.Select(c => c.Name))}. Choose one by --category, or name its folder.");

    private static CategoryResult Score(LoadedModel model, Category category, bool all, IRunProgress progress, CancellationToken cancel)
    {
        var clock = new PhaseClock();
        if (!FileNames.AreSame(category.Name, model.Metadata.Category))
        {
            progress.Warning($"The model was made for '{model.Metadata.Category}', and these photos are of '{category.Name}': figures of another product say nothing.");
        }

        Photo[] photos = [.. all ? category.Photos : category.Test];
        if (photos.Length == 0)
        {
            throw new DatasetException($"{category.Name}: there is no photo in the test split. Add photos {category.Places.TestGood} and {category.Places.TestBad}.");
        }

        category.Ledger.Read([.. photos.Select(p => p.Path)], cancel: cancel);
        var checks = CategoryChecks.Of(category with { Photos = photos }, targetFpr: null, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = cancel });
        checks.Tell(progress);
        photos = [.. checks.Category.Photos];
        var predictions = clock.Measure(
            "score",
            () =>
            {
                using var stage = progress.Stage(category.Name, "score", photos.Length);
                return Predictor.Predict(model, [.. photos.Select(p => p.Path)], withMaps: true, () => stage.Advance(), cancel, category.Ledger);
            },
            p => p.Length);
        var pairs = photos.Zip(predictions).ToList();
        var unreadable = pairs.Where(p => p.Second.Error is not null).Select(p => (p.First, p.Second.Error!)).ToList();
        foreach (var finding in ImageChecks.Unreadable(category.Name, unreadable))
        {
            progress.Warning(finding.ToString());
        }

        var read = pairs.Where(p => p.Second.Error is null).ToList();
        if (read.Count == 0)
        {
            throw new DatasetException($"{category.Name}: none of {photos.Length} photos can be read; the first: {unreadable[0].Item2}");
        }

        var meta = model.Metadata;
        var input = new InputSize(meta.InputWidth, meta.InputHeight);
        ScoredPhoto[] scored = [.. read.Select(p => new ScoredPhoto(p.First, p.Second.Score!.Value, p.Second.IsAnomalous!.Value))];
        float[]?[] maps = [.. read.Select(p => p.Second.Map)];
        var pixels = clock.Measure(
            "pixels",
            () => PixelEvaluation.Evaluate([.. read.Select(p => p.First)], category.Ledger, maps, meta.MapRows, meta.MapColumns, input),
            p => p is null ? 0 : read.Count);
        return new()
        {
            Category = category.Name,
            TrainGood = meta.TrainedOn,
            Test = scored,
            Unreadable = unreadable,
            OutOfFold = [],
            Threshold = meta.Threshold,
            Thresholds = null,
            Figures = CategoryFigures.Of(scored, meta.Threshold),
            Pixels = pixels,
            Maps = WorstPhotos.Maps(scored, maps, meta.MapRows, meta.MapColumns, input, meta.MapScale),
            Phases = clock.Phases,
            ModelBytes = 0,
        };
    }
}
