using System.Globalization;
using MLPipeline.Basics;
using MLPipeline.Search;
using Spectre.Console;

namespace MLPipeline.Cli;

/// <summary>
/// Shows a search: a line per trial while it is under way, never longer than the terminal is wide, and the way to each winner at
/// the end.
/// </summary>
internal sealed class SearchTable(IRunProgress progress, TimeProvider time, int width) : ISearchProgress
{
    private long _start;
    private TimeSpan? _limit;
    private int _trials;

    public void Begin(string subject, int trials, TimeSpan? limit)
    {
        (_start, _trials, _limit) = (time.GetTimestamp(), trials, limit);
        progress.Message($"Searching {(subject.Length > 0 ? subject : "one pipeline for all categories")}");
        progress.Message($"{"trial",5}  {"margin",6}  {"best",6}  {"left",6}  configuration");
    }

    public void Done(string subject, Trial trial, Trial? best) => progress.Message(Clip(string.Join(
        "  ",
        trial.Number.ToString(CultureInfo.InvariantCulture).PadLeft(5),
        Figure(trial.Objective).PadLeft(6),
        Figure(best?.Objective).PadLeft(6),
        Left(trial.Number + 1).PadLeft(6),
        trial.Error is null ? MemberText.Brief(trial.Member) : $"{MemberText.Brief(trial.Member)} failed: {trial.Error}")));

    public void End(SearchOutcome outcome)
    {
    }

    /// <summary>Writes why each winner is what it is: the portfolio, what combinations cost, and the steps of the trials.</summary>
    public static void WriteWinners(IAnsiConsole console, IReadOnlyList<SearchOutcome> outcomes)
    {
        string Of(SearchOutcome outcome) => outcome.Subject.Length > 0 ? outcome.Subject : "all";
        Tables.Write(
            console,
            ["category", "member", "what became of it"],
            [.. from outcome in outcomes from verdict in outcome.Portfolio select (IReadOnlyList<string>)[Of(outcome), verdict.Member.Name, verdict.Reason]]);
        Tables.Write(
            console,
            ["category", "members", "gain", "photos/s", "MB", "GB", ""],
            [.. from outcome in outcomes
                from choice in outcome.Front
                select (IReadOnlyList<string>)
                [
                    Of(outcome), choice.Names, choice.Gain.ToString("+0.00;-0.00", CultureInfo.InvariantCulture), choice.PhotosPerSecond.ToString("0.0", CultureInfo.InvariantCulture),
                    choice.ModelMb.ToString("0", CultureInfo.InvariantCulture), choice.MemoryGb.ToString("0.0", CultureInfo.InvariantCulture), choice.Chosen ? "taken" : choice.Fits ? "" : "too dear",
                ]]);
        if (outcomes.Any(o => o.Path.Count > 0))
        {
            WriteSteps(console, outcomes);
        }
    }

    private static void WriteSteps(IAnsiConsole console, IReadOnlyList<SearchOutcome> outcomes) => Tables.Write(
        console,
        ["category", "step", "margin", "gain", "worst", "error", "member", "configuration"],
        [.. from outcome in outcomes
            from step in outcome.Path.Select((s, i) => (Step: s, Index: i))
            select (IReadOnlyList<string>)
            [
                outcome.Subject.Length > 0 ? outcome.Subject : "all", step.Index.ToString(CultureInfo.InvariantCulture),
                Figure(step.Step.Objective), Figure(step.Step.Gain), Figure(step.Step.WorstGain), Figure(step.Step.StandardError), step.Step.Accepted ? "yes" : "no",
                step.Step.Trial < outcome.Trials.Count ? MemberText.Brief(outcome.Trials[step.Step.Trial].Member) : "the pipeline itself",
            ]]);

    // Of the time where there is a limit, else as the trials so far went.
    private string Left(int done)
    {
        var passed = time.GetElapsedTime(_start);
        var byTrials = passed / done * (_trials - done);
        var left = _limit is { } limit && limit - passed < byTrials ? limit - passed : byTrials;
        return left > TimeSpan.Zero ? left.ToString(left.TotalHours < 1 ? @"m\:ss" : @"h\:mm\:ss", CultureInfo.InvariantCulture) : "0:00";
    }

    private string Clip(string line) => line.Length <= width ? line : line[..(width - 1)] + "…";

    private static string Figure(double? value) => value?.ToString("F3", CultureInfo.InvariantCulture) ?? "-";
}
