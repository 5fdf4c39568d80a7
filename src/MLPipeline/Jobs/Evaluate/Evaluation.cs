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
    /// <param name="overwrite">Whether files that are in the folder already are replaced; they are not a run's own any more then.</param>
    /// <param name="cancel">Ends the work.</param>
    /// <exception cref="DatasetException">There is no test photo, or none can be read.</exception>
    /// <exception cref="MLPipelineException">The folder cannot be used, or a file in it would be replaced.</exception>
    public static CategoryResult Execute(
        LoadedModel model, Category photos, bool all, string? outFolder, IRunProgress progress, bool overwrite = false, CancellationToken cancel = default)
    {
        if (outFolder is null)
        {
            return Score(model, photos, all, progress, cancel);
        }

        using var output = RunOutput.OfEvaluation(outFolder, photos.Name, overwrite);
        var result = Score(model, photos, all, progress, cancel);
        RunWriter.WriteScores(output.Folder, result);
        RunWriter.WriteCategories(output.Folder, [result]);
        var report = new RunReport
        {
            Title = $"A model of {model.Metadata.Category} on {photos.Name}",
            Subtitle = $"Made by MLPipeline {model.Metadata.Version} from {model.Metadata.TrainedOn} good photos; nothing was learned or chosen on these photos.",
            Categories = [result],
            Pipeline = model.Metadata.Pipeline,
            Record = RunRecord.WriteEvaluation(output.Folder, model.Metadata, RootOf(photos.Photos[0]), result),
            Folder = output.Folder,
        };
        Run.WriteReport(report, progress);
        output.Publish(complete: true);
        return result;
    }

    /// <summary>The folder that the photos' ids are relative to.</summary>
    private static string RootOf(Photo photo)
    {
        var path = photo.Path.Replace('\\', '/');
        return path.EndsWith("/" + photo.Id, StringComparison.Ordinal) ? Path.GetFullPath(path[..^(photo.Id.Length + 1)]) : Path.GetDirectoryName(photo.Path)!;
    }

    /// <summary>The category of a dataset that a model was made for: the only one, or the one of the model's name.</summary>
    /// <exception cref="DatasetException">There are several, and none has the model's name.</exception>
    public static Category Choose(LoadedModel model, Dataset dataset) =>
        dataset.Categories.Count == 1
            ? dataset.Categories[0]
            : dataset.Categories.FirstOrDefault(c => FileNames.AreSame(c.Name, model.Metadata.Category)) ?? throw new DatasetException(
                $"The model is of {model.Metadata.Category}, but '{dataset.Root}' has {string.Join(", ", dataset.Categories.Select(c => c.Name))}. Choose one of these categories, or name its folder.");

    private static void TellForm(ModelMetadata model, Category category, Photo[] photos, IRunProgress progress)
    {
        PhotoFacts[] facts = [.. photos.Select(p => category.Ledger[p.Path])];
        if (model.TrainingPhotos?.Summary(facts) is { } unlike)
        {
            progress.Warning($"{category.Name}: {unlike}");
        }

        if (facts.Count(model.LearnedFrom) is var known and > 0)
        {
            progress.Warning($"{category.Name}: {known} of {facts.Length} photos are among those that the model learned from: figures on them are too good.");
        }
    }

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
        TellForm(model.Metadata, category, photos, progress);
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
        ScoredPhoto[] scored = [.. read.Select(p => new ScoredPhoto(p.First, p.Second.Score!.Value, p.Second.IsAnomalous!.Value) { Sha256 = category.Ledger[p.First.Path].Sha256, Unlike = p.Second.Unlike })];
        float[]?[] maps = [.. read.Select(p => p.Second.Map)];
        var pixels = clock.Measure(
            "pixels",
            () => PixelEvaluation.Evaluate(
                [.. read.Select(p => p.First)], category.Ledger, maps, meta.MapRows, meta.MapColumns, input, text => progress.Warning($"{category.Name}: {text}"), cancel),
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
