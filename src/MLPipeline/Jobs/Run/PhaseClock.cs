using System.Diagnostics;
using MLPipeline.Reports;

namespace MLPipeline.Jobs;

/// <summary>Measures the phases of a piece of work.</summary>
internal sealed class PhaseClock
{
    private readonly List<Phase> _phases = [];

    public IReadOnlyList<Phase> Phases => _phases;

    public T Measure<T>(string name, Func<T> work, Func<T, int> photos)
    {
        var watch = Stopwatch.StartNew();
        var result = work();
        _phases.Add(new(name, watch.Elapsed.TotalSeconds, photos(result)));
        return result;
    }
}
