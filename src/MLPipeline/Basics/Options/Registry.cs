namespace MLPipeline.Basics;

/// <summary>Something that a pipeline file names.</summary>
public interface INamed
{
    /// <summary>The name, such as <c>patch-gaussian</c>.</summary>
    string Name { get; }
}

/// <summary>The names of a registry, for those who need not know what the things are.</summary>
internal interface INames
{
    string Kind { get; }

    IEnumerable<string> Names { get; }
}

/// <summary>
/// The things of one kind by name, in the order of registration: detectors, runtimes, search engines, layouts, threshold rules,
/// figures. Reading takes no lock: adding replaces the list.
/// </summary>
/// <param name="kind">What one of them is called in messages, such as <c>detector</c>.</param>
/// <param name="builtIn">Those that come with the library.</param>
public sealed class Registry<T>(string kind, params IEnumerable<T> builtIn) : INames
    where T : class, INamed
{
    private readonly Lock _gate = new();
    private volatile IReadOnlyList<T> _all = [.. builtIn];

    /// <summary>What one of them is called in messages.</summary>
    public string Kind => kind;

    /// <summary>All of them.</summary>
    public IReadOnlyList<T> All => _all;

    /// <summary>Their names.</summary>
    public IEnumerable<string> Names => _all.Select(i => i.Name);

    /// <summary>Adds one of your own. The same name with the same type changes nothing, so that start-up code may run twice.</summary>
    /// <param name="item">What to add.</param>
    /// <param name="first">Whether it comes before all others: the first is what <c>auto</c> takes.</param>
    /// <exception cref="ArgumentException">Another type has the name already.</exception>
    public void Add(T item, bool first = false)
    {
        lock (_gate)
        {
            if (TryFind(item.Name) is { } known)
            {
                if (known.GetType() != item.GetType())
                {
                    throw new ArgumentException($"There is a {kind} '{item.Name}' already, of type {known.GetType()}. Choose another name.", nameof(item));
                }

                return;
            }

            _all = first ? [item, .. _all] : [.. _all, item];
        }
    }

    /// <summary>The one of that name, or null.</summary>
    public T? TryFind(string name) => _all.FirstOrDefault(i => i.Name == name);

    /// <summary>The one of that name.</summary>
    /// <exception cref="MLPipelineException">There is none; the message lists those that there are.</exception>
    public T Find(string name) => TryFind(name) ?? throw new MLPipelineException(
        $"There is no {kind} '{name}'; known: {string.Join(", ", Names)}.{NearMiss.Hint(name, Names)}");
}
