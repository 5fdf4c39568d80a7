using System.Globalization;

namespace MLPipeline.Cli;

/// <summary>Counts the steps of a stage and words how far it is. Thread-safe.</summary>
internal sealed class StageClock(string category, string name, int total, string unit, TimeProvider time)
{
    private readonly long _start = time.GetTimestamp();
    private int _done;

    /// <summary><c>bottle: featurize</c></summary>
    public string Title { get; } = category.Length == 0 ? name : $"{category}: {name}";

    public void Advance(int count) => Interlocked.Add(ref _done, count);

    /// <summary><c>bottle: featurize 120/292 photos, 71/s, 2 s left</c></summary>
    public string Running() => $"{Title} {_done}/{total} {unit}{RateAndRest()}";

    /// <summary><c>120/292, 71/s, 2 s left</c>: what a bar beside the title leaves to say.</summary>
    public string Short() => $"{_done}/{total}{RateAndRest()}";

    /// <summary><c>bottle: featurize 292 photos in 4.1 s, 71/s</c>; where steps are missing, how many were done.</summary>
    public string Ended()
    {
        var seconds = time.GetElapsedTime(_start).TotalSeconds;
        var (steps, how) = _done < total ? ($"{_done}/{total}", "stopped after") : ($"{_done}", "in");
        var rate = _done == 0 || seconds <= 0 ? "" : $", {Rate(_done / seconds)}";
        var things = steps == "1" && unit.EndsWith('s') ? unit[..^1] : unit;
        return $"{Title} {steps} {things} {how} {Duration(seconds)}{rate}";
    }

    // Empty where there is no rate yet.
    private string RateAndRest()
    {
        var seconds = time.GetElapsedTime(_start).TotalSeconds;
        return _done == 0 || seconds <= 0
            ? ""
            : $", {Rate(_done / seconds)}, {Duration(Math.Max(0, total - _done) * seconds / _done)} left";
    }

    private static string Rate(double perSecond) =>
        perSecond.ToString(perSecond >= 10 ? "0" : perSecond >= 1 ? "0.0" : "0.00", CultureInfo.InvariantCulture) + "/s";

    private static string Duration(double seconds)
    {
        if (seconds < 9.95)
        {
            return seconds.ToString("0.#", CultureInfo.InvariantCulture) + " s";
        }

        var whole = (long)Math.Round(seconds);
        return whole < 60 ? $"{whole} s"
            : whole < 3600 ? $"{whole / 60} min {whole % 60} s"
            : $"{whole / 3600} h {whole % 3600 / 60} min";
    }
}
