namespace MLPipeline.Basics;

/// <summary>What long work tells of itself. The library never writes to the console; whoever starts it may listen.</summary>
/// <remarks>All members may be called from several threads.</remarks>
public interface IRunProgress
{
    /// <summary>Begins a piece of work whose steps can be counted. Disposing the stage ends it.</summary>
    /// <param name="category">The product category it is about, or an empty string where it is about all.</param>
    /// <param name="name">What is done, as a verb: <c>featurize</c>, <c>fit</c>, <c>score</c>.</param>
    /// <param name="total">The number of steps, at least 0.</param>
    /// <param name="unit">What the steps are called: <c>photos</c>, <c>folds</c>, <c>trials</c>.</param>
    IStage Stage(string category, string name, int total, string unit = "photos");

    /// <summary>Says something worth knowing.</summary>
    void Message(string text);

    /// <summary>Says that something is wrong, and how the work goes on nevertheless.</summary>
    void Warning(string text);
}

/// <summary>A piece of work under way; see <see cref="IRunProgress.Stage"/>.</summary>
public interface IStage : IDisposable
{
    /// <summary>Says that <paramref name="count"/> more steps are done. Thread-safe and cheap.</summary>
    void Advance(int count = 1);
}
