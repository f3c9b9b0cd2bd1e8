# Sourced by setup.sh: npm's packages, the files under /vendor/ and the bundle of the citizens' map.
sum=$(digest package-lock.json .npmrc)
if [ ! -d node_modules ]; then
  rm -f "$stamps"/npm-*
fi
if ! done_for npm-dev "$sum" && ! done_for "npm-$kind" "$sum"; then
  omit=
  [ "$kind" = dev ] || omit=--omit=dev
  quietly "installing browser libraries" setup/npm.sh ci $omit
  rm -f "$stamps"/npm-*
  echo "$sum" >"$stamps/npm-$kind"
fi

component=mapper/mapview/component
sum=$(digest package-lock.json "$component/src" "$component/build.mjs" "$component/vendor.mjs")
if ! done_for bundle "$sum" || [ ! -e "$component/dist/main.js" ] || [ ! -d mapper/vendor ]; then
  quietly "building the citizens' map" setup/npm.sh run --silent build
  echo "$sum" >"$stamps/bundle"
fi

sum=$(digest package-lock.json mapper/report/fonts.py)
if ! done_for fonts "$sum" || [ ! -e mapper/report/ttf/700.ttf ]; then
  quietly "preparing the letters of documents" .venv/bin/python -m mapper.report.fonts
  echo "$sum" >"$stamps/fonts"
fi
