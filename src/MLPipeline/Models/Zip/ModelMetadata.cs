using MLPipeline.Datasets;
using MLPipeline.Pipelines;
using MLPipeline.Scores;

namespace MLPipeline.Models;

/// <summary>
/// What a model zip tells of itself beyond what ML.NET needs: an extra entry <c>mlpipeline.json</c>, which ML.NET ignores.
/// </summary>
public sealed record ModelMetadata
{
    /// <summary>The format that this version writes: 2 has checksums, and <c>Score</c> and <c>PredictedLabel</c> are no vectors.</summary>
    public const int CurrentFormat = 2;

    /// <summary>The format of the zip. Those of version 0.1.0 do not say; they are format 1.</summary>
    public int Format { get; init; } = 1;

    /// <summary>The product category.</summary>
    public required string Category { get; init; }

    /// <summary>A photo is anomalous if its score is larger.</summary>
    public required float Threshold { get; init; }

    /// <summary>The share of good photos that the threshold was set to call anomalous.</summary>
    public required double TargetFpr { get; init; }

    /// <summary>Width that photos are resized to, by the member that gives the map.</summary>
    public required int InputWidth { get; init; }

    /// <summary>Height that photos are resized to, by the member that gives the map.</summary>
    public required int InputHeight { get; init; }

    /// <summary>Rows of the anomaly map, 0 if there is none.</summary>
    public required int MapRows { get; init; }

    /// <summary>Columns of the anomaly map, 0 if there is none.</summary>
    public required int MapColumns { get; init; }

    /// <summary>The scale of heat maps, learned from out-of-fold maps of good photos; null without a map.</summary>
    public MapScale? MapScale { get; init; }

    /// <summary>Number of good photos that the model was fitted on.</summary>
    public required int TrainedOn { get; init; }

    /// <summary>What the files of those photos have in common; null in models of version 0.1.0.</summary>
    public PhotoForm? TrainingPhotos { get; init; }

    /// <summary>The first 16 digits of the SHA-256 of each of those photos and of the known defects that taught, to tell what must not be tested on.</summary>
    public IReadOnlyList<string> TrainingHashes { get; init; } = [];

    /// <summary>What known defects taught; null where there were none.</summary>
    public KnownLesson? KnownDefects { get; init; }

    /// <summary>The version of MLPipeline that wrote the model.</summary>
    public required string Version { get; init; }

    /// <summary>The pipeline that the model was made by.</summary>
    public required PipelineOptions Pipeline { get; init; }

    /// <summary>A photo's hash as <see cref="TrainingHashes"/> has it.</summary>
    internal static string ShortHash(string sha256) => sha256[..16];

    /// <summary>Whether the model learned from a photo.</summary>
    internal bool LearnedFrom(PhotoFacts photo) => photo.Sha256 is { } hash && TrainingHashes.Contains(ShortHash(hash), StringComparer.Ordinal);
}
