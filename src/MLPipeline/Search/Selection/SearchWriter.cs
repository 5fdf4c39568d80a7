using System.Text.Json;
using System.Text.Json.Nodes;
using MLPipeline.Basics;
using MLPipeline.Detectors;
using MLPipeline.Pipelines;

namespace MLPipeline.Search;

/// <summary>Writes what a search found.</summary>
internal static class SearchWriter
{
    private static readonly string[] Header =
    [
        "trial", "objective", "auroc", "ap", "member", "backbone", "size", "layers", "cells", "smoothing", "detector", "parameters",
        "kinds", "seconds", "featurize_seconds", "peak_memory_mb", "error",
    ];

    public static void Write(string folder, SearchOutcome outcome)
    {
        var members = outcome.Path.Where(s => s.Accepted).Select(s => s.Trial).ToHashSet();
        CsvFile.Write(Path.Combine(folder, SearchFiles.Trials), Header, outcome.Trials.Select(t => Row(t, members.Contains(t.Number))));
        AtomicFile.WriteText(Path.Combine(folder, SearchFiles.Winner), PipelineFile.ToYaml(outcome.Winner));
        var summary = new JsonObject
        {
            ["category"] = outcome.Subject.Length > 0 ? outcome.Subject : null,
            ["engine"] = outcome.Engine,
            ["validation"] = OptionNames.Spell(outcome.Validation),
            ["is_proxy"] = outcome.Trials.Count == 0 ? null : outcome.Validation == ValidationKind.Synthetic,
            ["held_out_good"] = outcome.Photos.Good,
            ["anomalies"] = outcome.Photos.Anomalies,
            ["trials"] = outcome.Trials.Count,
            ["failed"] = outcome.Trials.Count(t => t.Error is not null),
            ["stopped"] = outcome.Stopped,
            ["seconds"] = Math.Round(outcome.Seconds, 3),
            ["featurize_seconds"] = Math.Round(outcome.Trials.Sum(t => t.FeaturizeSeconds), 3),
            ["portfolio"] = new JsonArray([.. outcome.Portfolio.Select(Verdict)]),
            ["front"] = new JsonArray([.. outcome.Front.Select(Choice)]),
            ["label_next"] = new JsonArray([.. outcome.LabelNext.Select(id => (JsonNode)id)]),
            ["path"] = new JsonArray([.. outcome.Path.Select(s => Step(s, outcome.Trials))]),
            ["what_mattered"] = new JsonArray([.. WhatMattered.Of(outcome.Trials).Select(f => JsonSerializer.SerializeToNode(f, PipelineJson.Options))]),
            ["winner"] = JsonNode.Parse(PipelineJson.Serialize(outcome.Winner)),
        };
        AtomicFile.WriteText(Path.Combine(folder, SearchFiles.Summary), summary.ToJsonString(new(PipelineJson.Options)) + "\n");
    }

    private static JsonNode Verdict(PortfolioVerdict verdict) => new JsonObject
    {
        ["name"] = verdict.Member.Name,
        ["configuration"] = MemberText.Of(verdict.Member.Member),
        ["joins"] = verdict.Joins,
        ["decision"] = OptionNames.Spell(verdict.Decision),
        ["reason"] = verdict.Reason,
        ["gain"] = verdict.Member.Gain,
        ["spread"] = verdict.Member.Spread,
        ["categories"] = verdict.Member.Categories,
        ["tails"] = verdict.Tails,
        ["limit"] = verdict.Limit,
        ["painted_gain"] = verdict.PaintedGain,
    };

    private static JsonNode Choice(BudgetChoice choice) => new JsonObject
    {
        ["members"] = choice.Names,
        ["gain"] = Math.Round(choice.Gain, 3),
        ["photos_per_second"] = Math.Round(choice.PhotosPerSecond, 2),
        ["model_mb"] = Math.Round(choice.ModelMb, 1),
        ["memory_gb"] = Math.Round(choice.MemoryGb, 2),
        ["fits"] = choice.Fits,
        ["chosen"] = choice.Chosen,
    };

    private static JsonNode Step(SelectionStep step, IReadOnlyList<Trial> trials) => new JsonObject
    {
        ["trial"] = step.Trial,
        ["configuration"] = step.Trial < trials.Count ? trials[step.Trial].Describe() : null,
        ["objective"] = step.Objective,
        ["gain"] = step.Gain,
        ["worst_gain"] = step.WorstGain,
        ["standard_error"] = step.StandardError,
        ["accepted"] = step.Accepted,
    };

    private static object?[] Row(Trial trial, bool isMember)
    {
        var (featurizer, embedding) = (trial.Member.Featurizer, trial.Member.Embedding);
        return
        [
            trial.Number, trial.Objective, trial.Auroc, trial.AveragePrecision, isMember ? 1 : 0, featurizer.Backbone, featurizer.Size,
            string.Join('+', featurizer.Layers), embedding.Cells, embedding.Smoothing, trial.Member.Detector.Type, Parameters(trial.Member.Detector),
            Kinds(trial), trial.Seconds, trial.FeaturizeSeconds, trial.PeakMemory, trial.Error,
        ];
    }

    // What a search may change about the detector: rank=64 noise_floor=0.01.
    private static string Parameters(DetectorOptions detector) => string.Join(' ', Dimension.Of(DetectorKinds.All.Find(detector.Type))
        .Select(d => FormattableString.Invariant($"{d.Name[(detector.Type.Length + 1)..]}={d.Get(new() { Detector = detector })}")));

    // The margin of each kind, mean over the categories: paste=2.41 scar=3.05.
    private static string? Kinds(Trial trial) => trial.Scores is not { } tables ? null : string.Join(' ', tables[0].Groups.Select((g, k) =>
        FormattableString.Invariant($"{g.Name}={tables.Average(t => Margin.OfGroup(t.Groups[k], Margin.ScaleOf(t.Good))):F3}")));
}
